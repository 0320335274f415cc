//! What surely fails when it runs: the operation is done while it is checked, with what the script says.
//!
//! What is not known is stood in for by several values of its type; only what fails with each of them is told.

use crate::base::limits;
use crate::builtins::{Env, Kind};
use crate::check::checker::Checker;
use crate::check::expr::operator::operator;
use crate::check::hir::{BinaryOp, BuiltinId, Expr, ExprKind, RecordPart};
use crate::diagnostics::{Diagnostic, codes};
use crate::value::{
    Fault, FaultKind, Fields, PersonRef, RoomRef, Type, Value, binary, coerce, negate, set_of,
};
use jiff::civil::{Date, date};
use std::sync::Arc;

/// How many values stand in for one that is not known.
const STAND_INS: usize = 6;

/// An operation that fails whatever is not known, and why.
struct Sure {
    /// Why; empty where the words differ with what stands in.
    why: String,
    /// The operand without which it would not fail, by its index.
    by: Option<usize>,
}

impl Checker<'_> {
    /// Says so where an operation surely fails.
    pub(in crate::check) fn tell_failure(&mut self, expr: &Expr) {
        let Some(found) = self.sure_failure(expr) else { return };
        let operands = operands(expr);
        let span = found.by.and_then(|at| operands.get(at)).map_or(expr.span, |operand| operand.span);
        let divides = divides(expr);
        let message = match found.why.as_str() {
            "" if divides => "this is zero, and it divides".to_owned(),
            "" => "this fails whenever it runs".to_owned(),
            why => why.to_owned(),
        };
        let help = match &expr.kind {
            _ if divides => "divide by a number that is not zero".to_owned(),
            ExprKind::Builtin { id, .. } => help_for(*id, found.by),
            _ => "write a smaller number".to_owned(),
        };
        self.push(Diagnostic::new(&codes::CHECK_ALWAYS_FAILS, span, message).help(help));
    }

    fn sure_failure(&self, expr: &Expr) -> Option<Sure> {
        if matches!(expr.kind, ExprKind::Builtin { optional: true, .. }) {
            return None;
        }
        let operands = operands(expr);
        // A default stands where the call does.
        let written = || operands.iter().filter(|operand| operand.span != expr.span);
        if written().any(|operand| operand.ty == Type::Unknown)
            || !written().any(|operand| self.says_something(operand))
        {
            return None;
        }
        let why = self.fails_with(expr, &operands, &|_| true)?;
        Some(Sure { why, by: self.blamed(expr, &operands) })
    }

    /// The last operand without which it would not fail, else one that is enough to fail.
    fn blamed(&self, expr: &Expr, operands: &[&Expr]) -> Option<usize> {
        if !matches!(expr.kind, ExprKind::Builtin { .. }) {
            return divides(expr).then_some(1);
        }
        let written = |at: &usize| operands.get(*at).is_some_and(|operand| operand.span != expr.span);
        let without = |at: &usize| self.fails_with(expr, operands, &|other| other != *at).is_none();
        let alone = |at: &usize| self.fails_with(expr, operands, &|other| other == *at).is_some();
        let all: Vec<usize> = (0..operands.len()).filter(written).collect();
        all.iter().rev().find(|at| without(at)).or_else(|| all.iter().find(|at| alone(at))).copied()
    }

    /// Why the operation fails with all stand-ins; of some operands may be taken that nothing is known. The words are
    /// those of the failure, empty where they are not the same each time.
    fn fails_with(&self, expr: &Expr, operands: &[&Expr], known: &dyn Fn(usize) -> bool) -> Option<String> {
        let mut why: Option<String> = None;
        for round in 0..STAND_INS {
            let value = |(at, operand): (usize, &&Expr)| {
                if known(at) {
                    self.presumed_value(operand, round)
                } else {
                    left_out(expr, at).or_else(|| stand_in(&operand.ty, round))
                }
            };
            let values = operands.iter().enumerate().map(value).collect::<Option<Vec<Value>>>()?;
            let fault = attempt(&expr.kind, &values)?;
            if fault.kind == FaultKind::Internal {
                return None;
            }
            let words = fault.message.as_str().unwrap_or_default();
            why = Some(match why {
                Some(before) if before != words => String::new(),
                _ => words.to_owned(),
            });
        }
        why
    }

    /// Whether the script says something of a value, be it a part.
    fn says_something(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Convert { value, .. } => self.says_something(value),
            ExprKind::Map(_) | ExprKind::Record(_) => true,
            _ => self.fold(expr).is_ok(),
        }
    }

    /// The value as far as the script says it, and what stands in for the rest.
    fn presumed_value(&self, expr: &Expr, round: usize) -> Option<Value> {
        if let Ok(known) = self.fold(expr) {
            return Some(known);
        }
        match &expr.kind {
            ExprKind::Convert { value, how } => Some(coerce(self.presumed_value(value, round)?, how)),
            ExprKind::List(items) => items
                .iter()
                .map(|item| self.presumed_value(item, round))
                .collect::<Option<_>>()
                .map(Value::list),
            ExprKind::Map(entries) => {
                let mut map = Fields::new();
                for (key, value) in entries {
                    let key = self.presumed_value(key, round)?;
                    map.insert(key.as_str()?.into(), self.presumed_value(value, round)?);
                }
                Some(Value::Map(Arc::new(map)))
            }
            ExprKind::Record(parts) => {
                let mut fields = Fields::new();
                for part in parts {
                    if let RecordPart::Field(name, value) = part {
                        fields.insert(name.clone(), self.presumed_value(value, round)?);
                    }
                }
                Some(Value::Record(Arc::new(fields)))
            }
            _ => stand_in(&expr.ty, round),
        }
    }
}

fn divides(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Binary { op: BinaryOp::Divide | BinaryOp::Remainder, .. })
}

/// What stands for an argument that is left out, where it can be.
fn left_out(expr: &Expr, at: usize) -> Option<Value> {
    let ExprKind::Builtin { id, .. } = &expr.kind else { return None };
    let signature = id.signature();
    let at = at.checked_sub(usize::from(signature.receiver.is_some()))?;
    signature.params.get(at)?.default.clone()
}

/// The operands of an operation that can be done while it is checked.
fn operands(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Binary { left, right, .. } => vec![left, right],
        ExprKind::Negate(operand) => vec![operand],
        ExprKind::Builtin { args, .. } => args.iter().collect(),
        _ => Vec::new(),
    }
}

/// How the operation fails, if it does.
fn attempt(kind: &ExprKind, values: &[Value]) -> Option<Fault> {
    match (kind, values) {
        (ExprKind::Binary { op, .. }, [left, right]) => binary(operator(*op), left, right).err(),
        (ExprKind::Negate(_), [operand]) => negate(operand).err(),
        (ExprKind::Builtin { id, .. }, args) => match id.get().kind {
            Kind::Pure(run) => run(args, &mut Env::default()).err(),
            Kind::Effect(run) => run(args, &mut Env::default()).err(),
            Kind::Read { ask, .. } => ask(args).err(),
            Kind::Change(_) | Kind::Each { .. } | Kind::Fold => None,
        },
        _ => None,
    }
}

/// What to do about a call that fails by an argument.
fn help_for(id: BuiltinId, by: Option<usize>) -> String {
    let signature = id.signature();
    let at = by.and_then(|at| at.checked_sub(usize::from(signature.receiver.is_some())));
    let name = at.and_then(|at| signature.params.get(at)).map_or("", |param| param.name.as_str());
    if id.key().starts_with("http.") {
        return match name {
            "timeout" => "write a longer time, such as `timeout: 10s`, or leave it out".to_owned(),
            "retry" => format!("write a number from 0 to {}", limits::HTTP_RETRIES_MAX),
            "headers" => "write a name of letters, digits and `-`: `\"X-Token\"`".to_owned(),
            "json" | "form" | "body" => "leave all but one of them out".to_owned(),
            _ => "write other values".to_owned(),
        };
    }
    if id.key() == "person" {
        return "write an address: `person(\"bob@acme.com\")`".to_owned();
    }
    match id.get().examples.first() {
        Some((example, _)) => format!("write it as in `{example}`"),
        None => "write another value".to_owned(),
    }
}

/// One of the values that stand in for one of a type; nothing where none can be made up.
fn stand_in(ty: &Type, round: usize) -> Option<Value> {
    const INTS: [i64; STAND_INS] = [1, 0, 4, -1, 100, 7];
    const FLOATS: [f64; STAND_INS] = [1.0, 0.0, 4.0, -1.0, 100.5, 0.5];
    const TEXTS: [&str; STAND_INS] = ["", "x", "UTC", "monday", "%d", "a@b.example"];
    const SPANS: [i64; STAND_INS] = [1000, 0, 60_000, -1000, 86_400_000, 1];
    const TIMES: [i64; STAND_INS] = [0, 1_767_603_600_000, 1, 86_400_000, 951_782_400_000, 1_000_000_000];
    const DAYS: [Date; STAND_INS] = [
        date(2026, 1, 5),
        date(2024, 2, 29),
        date(2000, 12, 31),
        date(1970, 1, 1),
        date(2026, 6, 15),
        date(1999, 10, 10),
    ];
    let round = round % STAND_INS;
    let text = || TEXTS.get(round).map(Value::data);
    Some(match ty {
        Type::None => Value::None,
        Type::Bool => Value::Bool(round.is_multiple_of(2)),
        Type::Int => Value::Int(*INTS.get(round)?),
        Type::Float => Value::Float(*FLOATS.get(round)?),
        Type::Text | Type::Secret => text()?,
        Type::Literals(texts) => Value::own(texts.get(round % texts.len().max(1))?),
        Type::Duration => Value::Duration(*SPANS.get(round)?),
        Type::Time => Value::Time(*TIMES.get(round)?),
        Type::Date => Value::Date(*DAYS.get(round)?),
        Type::Json => match round {
            0 => Value::None,
            1 => Value::Map(Arc::default()),
            2 => Value::Int(1),
            3 => Value::list(Vec::new()),
            4 => Value::Bool(true),
            _ => Value::data("x"),
        },
        Type::Optional(_) if round.is_multiple_of(2) => Value::None,
        Type::Optional(inner) => stand_in(inner, round)?,
        Type::List(_) | Type::Set(_) | Type::Map(_) if round == 0 => empty(ty),
        Type::List(item) => Value::list(vec![stand_in(item, round)?]),
        Type::Set(item) => set_of(vec![stand_in(item, round)?]),
        Type::Map(item) => Value::Map(Arc::new(Fields::from_iter([("x".into(), stand_in(item, round)?)]))),
        Type::Record(record) => {
            let fields = record.fields.iter();
            let fields = fields.map(|(name, field)| Some((name.clone(), stand_in(&field.ty, round)?)));
            Value::Record(Arc::new(fields.collect::<Option<Fields>>()?))
        }
        Type::Person => Value::Person(PersonRef::of_email("a@b.example")),
        Type::Room => Value::Room(RoomRef { id: "R".into(), direct: false }),
        Type::Unknown
        | Type::Never
        | Type::Nothing
        | Type::Message
        | Type::File
        | Type::Card
        | Type::Error
        | Type::Function(_)
        | Type::Variable(_) => return None,
    })
}

fn empty(ty: &Type) -> Value {
    match ty {
        Type::Set(_) => Value::Set(Arc::default()),
        Type::Map(_) => Value::Map(Arc::default()),
        _ => Value::list(Vec::new()),
    }
}
