//! Values that are known before the bot runs: defaults, constants, first values of state.

use crate::base::Span;
use crate::base::limits::DECLARATION_DEPTH_MAX;
use crate::builtins::{Env, Kind};
use crate::check::body::{Body, BodyKind};
use crate::check::checker::Checker;
use crate::check::expr::operator::operator;
use crate::check::hir::{ConstId, Expr, ExprKind, FunctionId, Part, RecordPart};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::{TextBuilder, Type, Value, binary, coerce, negate};
use indexmap::IndexMap;
use jiff::tz::TimeZone;
use smol_str::SmolStr;
use std::sync::Arc;

/// Days and instants have no literals: these built-ins write them. They depend on their arguments and on the
/// bot's time zone, which the program says.
const MAKES_DATES: [&str; 3] = ["date", "date.at", "time_of_unix"];

/// How a day or an instant is written, for somebody who wrote something else.
pub(super) fn written_out(ty: &Type) -> Option<&'static str> {
    match ty.without_none() {
        Type::Date => Some("write it as in `date(2026, 1, 31)`"),
        Type::Time => Some("write the day and its hour as in `date(2026, 1, 31).at(9, 30)`"),
        _ => None,
    }
}

impl Checker<'_> {
    /// The value of a constant expression, of type `ty` if that is given.
    pub(in crate::check) fn constant_value(
        &mut self,
        expr: &ast::Expr,
        ty: Option<&Type>,
        what: &'static str,
    ) -> Option<Value> {
        self.constant_expr(expr, ty, what).map(|(value, _)| value)
    }

    /// The value and the type of a constant expression; `what` it is for, in words.
    pub(in crate::check) fn constant_expr(
        &mut self,
        expr: &ast::Expr,
        ty: Option<&Type>,
        what: &'static str,
    ) -> Option<(Value, Type)> {
        let errors = self.sink_len();
        self.bodies.push(Body::new(FunctionId(u32::MAX), BodyKind::Constant));
        let checked = match ty {
            Some(ty) => self.expect_expr(expr, ty),
            None => self.check_expr(expr, None),
        };
        self.bodies.pop();
        if self.sink_len() > errors {
            return None;
        }
        match self.fold(&checked) {
            Ok(value) => Some((value, checked.ty)),
            Err(span) => {
                let message = format!("{what} must be known before the bot runs");
                let help = written_out(&checked.ty)
                    .unwrap_or("use numbers, texts, lists and the like, or a `fn` where it is needed");
                self.push(Diagnostic::new(&codes::CHECK_NOT_CONSTANT, span, message).help(help));
                None
            }
        }
    }

    /// Checks a constant when it is first needed.
    pub(in crate::check) fn resolve_const(&mut self, id: ConstId) {
        use crate::check::item::ConstState;
        let Some(pending) = self.pending_consts.get_mut(id.index()) else { return };
        let (declaration, module) = (pending.ast, pending.module);
        match std::mem::replace(&mut pending.state, ConstState::Open) {
            ConstState::Done => {
                pending.state = ConstState::Done;
            }
            ConstState::Open => {
                let message = format!("the value of `{}` depends on itself", declaration.name.text);
                self.report(&codes::CHECK_NOT_CONSTANT, declaration.name.span, message);
            }
            ConstState::New if self.const_depth >= DECLARATION_DEPTH_MAX => {
                pending.state = ConstState::Done;
                let message = format!("constants refer to each other more than {DECLARATION_DEPTH_MAX} deep");
                self.report(&codes::CHECK_NOT_CONSTANT, declaration.name.span, message);
            }
            ConstState::New => {
                self.const_depth += 1;
                let found = self.in_module(module, |checker| {
                    let ty = checker.resolve_annotation(declaration.ty.as_ref());
                    checker.constant_expr(&declaration.value, ty.as_ref(), "a constant")
                });
                self.const_depth -= 1;
                if let (Some((value, ty)), Some(known)) = (found, self.program.consts.get_mut(id.index())) {
                    known.ty = ty;
                    known.value = value;
                }
                if let Some(pending) = self.pending_consts.get_mut(id.index()) {
                    pending.state = ConstState::Done;
                }
            }
        }
    }

    /// The value of an expression, or where it is not known.
    pub(in crate::check) fn fold(&self, expr: &Expr) -> Result<Value, Span> {
        let all = |items: &[Expr]| items.iter().map(|item| self.fold(item)).collect::<Result<Vec<_>, _>>();
        match &expr.kind {
            ExprKind::Const(value) => Ok(value.clone()),
            ExprKind::ConstRef(id) => {
                self.program.consts.get(id.index()).map(|known| known.value.clone()).ok_or(expr.span)
            }
            ExprKind::List(items) => all(items).map(Value::list),
            ExprKind::Record(parts) => {
                let mut fields: IndexMap<SmolStr, Value> = IndexMap::new();
                for part in parts {
                    match part {
                        RecordPart::Field(name, value) => {
                            fields.insert(name.clone(), self.fold(value)?);
                        }
                        RecordPart::Spread(value) => match self.fold(value)? {
                            Value::Record(spread) => {
                                fields
                                    .extend(spread.iter().map(|(name, value)| (name.clone(), value.clone())));
                            }
                            _ => return Err(value.span),
                        },
                    }
                }
                Ok(Value::Record(Arc::new(fields)))
            }
            ExprKind::Map(entries) => {
                let mut map: IndexMap<SmolStr, Value> = IndexMap::new();
                for (key, value) in entries {
                    let key = self.fold(key)?;
                    map.insert(SmolStr::new(key.as_str().ok_or(expr.span)?), self.fold(value)?);
                }
                Ok(Value::Map(Arc::new(map)))
            }
            ExprKind::Negate(operand) => negate(&self.fold(operand)?).map_err(|_| expr.span),
            ExprKind::Not(operand) => match self.fold(operand)? {
                Value::Bool(value) => Ok(Value::Bool(!value)),
                _ => Err(expr.span),
            },
            ExprKind::Binary { op, left, right } => {
                binary(operator(*op), &self.fold(left)?, &self.fold(right)?).map_err(|_| expr.span)
            }
            ExprKind::Interpolate(parts) => self.fold_text(parts, expr.span),
            ExprKind::Convert { value, how } => Ok(coerce(self.fold(value)?, how)),
            ExprKind::Builtin { id, args, .. } if id.key() == "list.to_set" => match all(args)?.pop() {
                Some(Value::List(items)) => Ok(crate::value::set_of(items.to_vec())),
                _ => Err(expr.span),
            },
            ExprKind::Builtin { id, args, optional: false } if MAKES_DATES.contains(&id.key()) => {
                match id.get().kind {
                    Kind::Pure(make) => make(&all(args)?, &mut Env { zone: self.zone(), ..Env::default() })
                        .map_err(|_| expr.span),
                    Kind::Change(_)
                    | Kind::Each { .. }
                    | Kind::Fold
                    | Kind::Read { .. }
                    | Kind::Effect(_) => Err(expr.span),
                }
            }
            _ => Err(expr.span),
        }
    }

    /// The bot's time zone, as it will be when the bot runs.
    fn zone(&self) -> TimeZone {
        let zone = self.program.bot.timezone.as_deref().map(TimeZone::get);
        zone.and_then(Result::ok).unwrap_or(TimeZone::UTC)
    }

    fn fold_text(&self, parts: &[Part], span: Span) -> Result<Value, Span> {
        let mut builder = TextBuilder::new();
        for part in parts {
            match part {
                Part::Own(text) => builder.push(text, true),
                Part::Hole { value, format: None } => match self.fold(value)? {
                    Value::Text(text) => builder.push_text(&text),
                    Value::Int(int) => builder.push(&int.to_string(), false),
                    _ => return Err(span),
                },
                Part::Hole { .. } => return Err(span),
            }
        }
        Ok(Value::Text(builder.finish()))
    }
}
