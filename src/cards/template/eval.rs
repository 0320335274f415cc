//! Evaluates expressions.

use super::datum::Datum;
use super::expand::own;
use super::expr::{Expr, ExprKind};
use super::functions::{Function, Run};
use crate::value::TextBuilder;
use indexmap::IndexMap;
use smol_str::SmolStr;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// Why an expression has no value.
#[derive(Clone, Debug)]
pub(super) struct Failure(pub(super) String);

/// Steps that one expansion may take.
const STEPS_MAX: u64 = 5_000_000;

/// What an expression sees.
pub(super) struct Scope<'d> {
    root: &'d Datum,
    pub(super) data: Datum,
    pub(super) index: Option<usize>,
    absent: Absent,
    now_ms: i64,
    /// Names of items, the innermost last.
    locals: RefCell<Vec<(SmolStr, Datum)>>,
    pub(super) missing: RefCell<Vec<String>>,
    steps: Cell<u64>,
}

/// What becomes of a name that the data does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// It stays as the text `${name}`, as Microsoft's engine does it; what fails in a longer text stays too.
    Stays,
    /// It is nothing, as in scripts: it prints nothing, and a property is left out.
    IsNothing,
}

/// The value of the expression that a text is. Names that are not there stay as they are written.
pub(super) fn evaluate(expr: &Expr, scope: &Scope<'_>) -> Result<Datum, Failure> {
    match &expr.kind {
        ExprKind::Concat(parts) => scope.texts(parts),
        ExprKind::Call(function, args) if function.name == "concat" => scope.texts(args),
        _ => scope.value(expr, scope.absent),
    }
}

impl<'d> Scope<'d> {
    pub(super) fn new(root: &'d Datum, absent: Absent, now_ms: i64) -> Self {
        Self {
            root,
            data: root.clone(),
            index: None,
            absent,
            now_ms,
            locals: RefCell::default(),
            missing: RefCell::default(),
            steps: Cell::new(0),
        }
    }

    /// The value of a condition, where unknown names are nothing.
    pub(super) fn test(&self, expr: &Expr) -> Result<Datum, Failure> {
        self.value(expr, Absent::IsNothing)
    }

    /// Parts put together.
    fn texts(&self, parts: &[Expr]) -> Result<Datum, Failure> {
        let mut all = TextBuilder::new();
        for part in parts {
            match (self.value(part, self.absent), self.absent) {
                (Ok(Datum::Missing) | Err(_), Absent::Stays) => {
                    all.push_text(&self.stays(part.to_string()).show());
                }
                (found, _) => all.push_text(&found?.show()),
            }
        }
        Ok(Datum::Text(all.finish()))
    }

    fn stays(&self, path: String) -> Datum {
        let shown = own(format!("${{{path}}}"));
        self.missing.borrow_mut().push(path);
        shown
    }

    fn value(&self, expr: &Expr, unknown: Absent) -> Result<Datum, Failure> {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > STEPS_MAX {
            return Err(Failure("the template takes too long".to_owned()));
        }
        match &expr.kind {
            ExprKind::Const(datum) => Ok(datum.clone()),
            ExprKind::Name(_) | ExprKind::Field(..) => Ok(match self.path(expr, unknown)? {
                (Datum::Missing, path) if unknown == Absent::Stays => self.stays(path),
                (found, _) => found,
            }),
            ExprKind::Index(of, index) => {
                let of = self.value(of, unknown)?;
                let index = self.value(index, Absent::IsNothing)?;
                let found = element(&of, &index);
                // A list that is too short is one that has nothing there.
                if self.absent == Absent::IsNothing && found.is_err() && matches!(of, Datum::List(_)) {
                    return Ok(Datum::Missing);
                }
                found
            }
            ExprKind::Call(function, args) => self.call(function, args, unknown),
            ExprKind::Concat(parts) => self.texts(parts),
            ExprKind::Object(fields) => {
                let fields =
                    fields.iter().map(|(name, value)| Ok((name.clone(), self.value(value, unknown)?)));
                Ok(Datum::Object(Arc::new(fields.collect::<Result<IndexMap<_, _>, Failure>>()?)))
            }
        }
    }

    /// What a path leads to, and how it is written.
    fn path(&self, expr: &Expr, unknown: Absent) -> Result<(Datum, String), Failure> {
        let mut steps: Vec<Step> = Vec::new();
        let mut at = expr;
        let base = loop {
            match &at.kind {
                ExprKind::Field(of, name) => {
                    steps.push(Step::Name(name.clone()));
                    at = of;
                }
                ExprKind::Index(of, index) => {
                    steps.push(match self.value(index, unknown)? {
                        Datum::Number(number) => Step::At(number),
                        Datum::Text(text) => Step::Key(text.as_str().into()),
                        _ => return Err(Failure(format!("`{index}` is neither a number nor a text"))),
                    });
                    at = of;
                }
                ExprKind::Name(name) => {
                    steps.push(Step::Name(name.clone()));
                    break None;
                }
                _ => break Some(self.value(at, unknown)?),
            }
        };
        steps.reverse();
        let mut path = String::new();
        for step in &steps {
            step.write(&mut path);
        }
        let found = match base {
            Some(base) => follow(base, &steps),
            None => self.named(&steps),
        };
        Ok((found, path))
    }

    /// From the innermost name outwards, then from the data.
    fn named(&self, steps: &[Step]) -> Datum {
        let Some((Step::Name(first), rest)) = steps.split_first() else { return Datum::Missing };
        let local = self.locals.borrow().iter().rev().find_map(|(name, value)| {
            let found = if name == first { follow(value.clone(), rest) } else { Datum::Missing };
            (!matches!(found, Datum::Missing)).then_some(found)
        });
        if let Some(found) = local {
            return found;
        }
        match first.as_str() {
            "$root" => follow(self.root.clone(), rest),
            "$data" => follow(self.data.clone(), rest),
            "$index" => follow(self.index.map_or(Datum::Missing, Datum::count), rest),
            name if name.starts_with('$') => Datum::Missing,
            _ => follow(self.data.clone(), steps),
        }
    }

    fn all(&self, args: &[Expr], unknown: Absent) -> Result<Vec<Datum>, Failure> {
        args.iter().map(|arg| self.value(arg, unknown)).collect()
    }

    fn call(&self, function: &Function, args: &[Expr], unknown: Absent) -> Result<Datum, Failure> {
        let failed = |why: String| Failure(format!("`{}`: {why}", function.name));
        match function.run {
            Run::Plain(run) => run(&self.all(args, unknown)?).map_err(failed),
            Run::Clock(run) => run(&self.all(args, unknown)?, self.now_ms).map_err(failed),
            Run::Test(run) => match self.all(args, Absent::IsNothing) {
                Ok(args) => run(&args).map_err(failed),
                Err(_) => Ok(Datum::Bool(false)),
            },
            Run::If => {
                let mut args = args.iter();
                let (Some(condition), Some(yes), Some(no)) = (args.next(), args.next(), args.next()) else {
                    return Ok(Datum::Missing);
                };
                let holds = self.value(condition, Absent::IsNothing).is_ok_and(|it| it.is_true());
                self.value(if holds { yes } else { no }, unknown)
            }
            Run::And => Ok(Datum::Bool(args.iter().all(|arg| self.holds(arg)))),
            Run::Or => Ok(Datum::Bool(args.iter().any(|arg| self.holds(arg)))),
            Run::Not => Ok(Datum::Bool(!args.iter().any(|arg| self.holds(arg)))),
            Run::Coalesce => {
                for arg in args {
                    let found = self.value(arg, Absent::IsNothing)?;
                    if !found.is_nothing() {
                        return Ok(found);
                    }
                }
                Ok(Datum::Missing)
            }
            Run::Map | Run::Filter | Run::Any | Run::All => self.each(function, args, unknown),
        }
    }

    fn holds(&self, arg: &Expr) -> bool {
        self.value(arg, Absent::IsNothing).is_ok_and(|found| found.is_true())
    }

    /// An expression for each item of a list, or for each field of an object as `{ key, value }`.
    fn each(&self, function: &Function, args: &[Expr], unknown: Absent) -> Result<Datum, Failure> {
        let [list, Expr { kind: ExprKind::Name(name), .. }, body] = args else { return Ok(Datum::Missing) };
        let within = self.value(list, unknown)?;
        let items = match &within {
            Datum::List(items) => items.as_ref().clone(),
            Datum::Object(fields) => fields.iter().map(|(key, value)| pair(key, value)).collect(),
            _ => return Err(Failure(format!("`{list}` is neither a list nor an object"))),
        };
        let mut kept = Vec::new();
        for item in items {
            self.locals.borrow_mut().push((name.clone(), item.clone()));
            let found = self.value(body, unknown);
            self.locals.borrow_mut().pop();
            match function.run {
                Run::Map => kept.push(found?),
                run => match (run, found.is_ok_and(|found| found.is_true())) {
                    (Run::Filter, true) => kept.push(item),
                    (Run::Any, true) => return Ok(Datum::Bool(true)),
                    (Run::All, false) => return Ok(Datum::Bool(false)),
                    _ => {}
                },
            }
        }
        Ok(match function.run {
            Run::Any => Datum::Bool(false),
            Run::All => Datum::Bool(true),
            Run::Filter if matches!(within, Datum::Object(_)) => {
                let fields = kept.iter().map(|pair| {
                    let key = SmolStr::new(pair.property("key").show().as_str());
                    (key, pair.property("value"))
                });
                Datum::Object(Arc::new(fields.collect()))
            }
            _ => Datum::list(kept),
        })
    }
}

fn pair(key: &SmolStr, value: &Datum) -> Datum {
    Datum::Object(Arc::new(IndexMap::from([
        (SmolStr::new_static("key"), Datum::data(key)),
        (SmolStr::new_static("value"), value.clone()),
    ])))
}

/// A step of a path.
enum Step {
    Name(SmolStr),
    Key(SmolStr),
    At(f64),
}

impl Step {
    fn write(&self, path: &mut String) {
        match self {
            Self::Name(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Self::Key(key) => path.push_str(&format!("['{key}']")),
            Self::At(at) => path.push_str(&format!("[{}]", super::number::show_number(*at))),
        }
    }
}

fn follow(from: Datum, steps: &[Step]) -> Datum {
    let mut found = from;
    for step in steps {
        found = match step {
            Step::Name(name) | Step::Key(name) => found.property(name),
            Step::At(at) => element(&found, &Datum::Number(*at)).unwrap_or_default(),
        };
    }
    found
}

/// `of[index]`
fn element(of: &Datum, index: &Datum) -> Result<Datum, Failure> {
    match (of, index) {
        (of, Datum::Number(_)) if of.is_nothing() => Ok(Datum::Missing),
        (Datum::List(items), Datum::Number(at)) if at.fract() == 0.0 => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the bounds are checked"
            )]
            let found = (*at >= 0.0 && *at < 1e9).then_some(*at as usize).and_then(|at| items.get(at));
            found
                .cloned()
                .ok_or_else(|| Failure(format!("there is no item {at} in a list of {}", items.len())))
        }
        (of, Datum::Text(name)) => Ok(of.property(name.as_str())),
        (_, Datum::Number(_)) => Err(Failure("only a list has items".to_owned())),
        _ => Err(Failure("only a number or a text can stand in brackets".to_owned())),
    }
}
