//! Expressions: each leaves one value.

use super::code::Code;
use super::place::small;
use super::program::LowerError;
use crate::check::hir::Message;
use crate::check::hir::{BinaryOp, CompareOp, Context, Expr, ExprKind, Part, RecordPart};
use crate::ir::{ContextVariable, Op, Parts};
use crate::value::{Operator, Type, Value, check_format};

impl Code<'_> {
    /// Leaves the value of `expr`.
    #[expect(clippy::too_many_lines, reason = "one arm for each kind of expression, nothing else")]
    pub(super) fn expr(&mut self, expr: &Expr) {
        self.at(expr.span);
        match &expr.kind {
            ExprKind::Const(value) => self.constant(value.clone()),
            ExprKind::Local(local) => {
                let slot = self.slot(*local);
                self.emit(Op::Local(slot));
            }
            ExprKind::ConstRef(id) => match self.pool.consts.get(id.index()).copied() {
                Some(at) => {
                    self.emit(Op::Constant(at));
                }
                None => self.unsupported(expr, "a constant that is not there"),
            },
            ExprKind::Config(id) => {
                self.emit(Op::Config(small(id.index())));
            }
            ExprKind::Secret(id) => {
                self.emit(Op::Secret(small(id.index())));
            }
            ExprKind::Context(context) => {
                let optional = matches!(expr.ty, Type::Optional(_));
                self.emit(Op::Context(context_variable(*context, optional)));
            }
            ExprKind::State { state, owner } => {
                if let Some(owner) = owner {
                    self.expr(owner);
                }
                self.at(expr.span);
                self.emit(Op::State { state: small(state.index()), owner: owner.is_some() });
            }
            ExprKind::Interpolate(parts) => self.interpolate(expr, parts),
            ExprKind::List(items) => {
                self.all(items);
                self.emit(Op::List(super::pool::index(items.len())));
            }
            ExprKind::Record(parts) => self.record(parts),
            ExprKind::Map(entries) => {
                for (key, value) in entries {
                    self.expr(key);
                    self.expr(value);
                }
                self.emit(Op::Map(super::pool::index(entries.len())));
            }
            ExprKind::Convert { value, how } => {
                self.expr(value);
                let how = self.pool.coercion(how);
                self.emit(Op::Coerce(how));
            }
            ExprKind::Negate(_)
            | ExprKind::Not(_)
            | ExprKind::And(..)
            | ExprKind::Or(..)
            | ExprKind::Binary { .. }
            | ExprKind::Compare { .. }
            | ExprKind::Coalesce(..)
            | ExprKind::In { .. }
            | ExprKind::Matches { .. }
            | ExprKind::Range(..)
            | ExprKind::As { .. } => self.operator(expr),
            ExprKind::Field { .. }
            | ExprKind::Index { .. }
            | ExprKind::Slice { .. }
            | ExprKind::Builtin { .. }
            | ExprKind::Each { .. } => self.chain_top(expr),
            ExprKind::Change { place, id, args } => self.change(place, *id, args),
            ExprKind::Call { .. } | ExprKind::CallLocal { .. } | ExprKind::Closure(_) => self.call(expr),
            ExprKind::If { condition, then, otherwise } => self.if_expr(condition, then, otherwise.as_ref()),
            ExprKind::Match { subject, local, arms, otherwise } => {
                self.match_expr(subject, *local, arms, otherwise.as_ref());
            }
            ExprKind::Block(block) => self.block(block),
            ExprKind::Say { to, message } => {
                let parts = self.message(message);
                if let Some(to) = to {
                    self.expr(to);
                }
                self.at(expr.span);
                self.emit(Op::Say { parts, to: to.is_some() });
            }
            ExprKind::Reply { message } => {
                let parts = self.message(message);
                self.at(expr.span);
                self.emit(Op::Reply(parts));
            }
            ExprKind::Ask(ask) => self.ask(expr, ask),
            ExprKind::Attempt { value, catch, otherwise } => self.attempt(value, *catch, otherwise),
            ExprKind::InGroup { person, group, negated } => {
                self.unary(expr, person, Op::InGroup(small(group.index())));
                if *negated {
                    self.emit(Op::Not);
                }
            }
            ExprKind::Members(group) => {
                self.at(expr.span);
                self.emit(Op::Members(small(group.index())));
            }
            // A built-in tells it from a text by its shape.
            ExprKind::Regex(regex) => {
                self.constant(Value::record([("regex", Value::data(&regex.source))]));
            }
            ExprKind::Template { template, data } => {
                self.constant(Value::own(template));
                self.expr(data);
                self.at(expr.span);
                self.emit(Op::Fill);
            }
        }
    }

    fn message(&mut self, message: &Message) -> Parts {
        let file = message.file.as_ref();
        let name = file.and_then(|file| file.name.as_ref());
        let parts = [&message.text, &message.card].into_iter().flatten();
        self.all(parts.chain(file.map(|file| &file.content)).chain(name).map(|part| &**part));
        Parts {
            text: message.text.is_some(),
            card: message.card.is_some(),
            file: file.is_some(),
            name: name.is_some(),
        }
    }

    fn unsupported(&mut self, expr: &Expr, what: &str) {
        self.errors.push(LowerError { what: what.to_owned(), span: Some(expr.span) });
        self.constant(Value::None);
    }

    /// Leaves the values of all `exprs`, in order.
    pub(super) fn all<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn operator(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Negate(value) => self.unary(expr, value, Op::Negate),
            ExprKind::Not(value) => self.unary(expr, value, Op::Not),
            ExprKind::And(left, right) => self.short_circuit(left, right, false),
            ExprKind::Or(left, right) => self.short_circuit(left, right, true),
            ExprKind::Binary { op, left, right } => self.binary(expr, (left, right), arithmetic(*op)),
            ExprKind::Compare { op, left, right } => self.binary(expr, (left, right), comparison(*op)),
            ExprKind::In { item, within, negated } => {
                let operation = if *negated { Operator::NotIn } else { Operator::In };
                self.binary(expr, (item, within), operation);
            }
            ExprKind::Range(from, to) => {
                self.expr(from);
                self.unary(expr, to, Op::Range);
            }
            ExprKind::Coalesce(left, right) => {
                self.expr(left);
                let some = self.emit(Op::JumpIfSome(0));
                self.expr(right);
                self.land([some]);
            }
            ExprKind::Matches { text, regex } => {
                let regex = self.pool.regex(&regex.source);
                self.unary(expr, text, Op::Matches(regex));
            }
            ExprKind::As { value, ty } => {
                let ty = self.pool.ty(ty);
                self.unary(expr, value, Op::As(ty));
            }
            _ => self.errors.push(LowerError::internal("an operator is none")),
        }
    }

    fn unary(&mut self, expr: &Expr, value: &Expr, op: Op) {
        self.expr(value);
        self.at(expr.span);
        self.emit(op);
    }

    fn binary(&mut self, expr: &Expr, operands: (&Expr, &Expr), operation: Operator) {
        self.expr(operands.0);
        self.expr(operands.1);
        self.at(expr.span);
        self.emit(Op::Binary(operation));
    }

    /// `and`, `or`: the right side is evaluated only if the left one is not `decisive`.
    fn short_circuit(&mut self, left: &Expr, right: &Expr, decisive: bool) {
        self.expr(left);
        let decided = self.emit(if decisive { Op::JumpIfTrue(0) } else { Op::JumpIfFalse(0) });
        self.expr(right);
        let end = self.emit(Op::Jump(0));
        self.land([decided]);
        self.constant(Value::Bool(decisive));
        self.land([end]);
    }

    fn interpolate(&mut self, expr: &Expr, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Own(text) => self.constant(Value::own(text)),
                Part::Hole { value, format } => {
                    self.expr(value);
                    let format = format.as_ref().and_then(|format| self.format(value, format));
                    self.at(value.span);
                    self.emit(Op::Hole(format));
                }
            }
        }
        self.at(expr.span);
        self.emit(Op::Join(small(parts.len())));
    }

    fn format(&mut self, value: &Expr, format: &str) -> Option<u32> {
        match check_format(format, &value.ty) {
            Ok(parsed) => Some(self.pool.format(&parsed)),
            Err(what) => {
                self.errors.push(LowerError { what, span: Some(value.span) });
                None
            }
        }
    }

    /// Runs of fields become records; a spread is merged in where it stands.
    fn record(&mut self, parts: &[RecordPart]) {
        let mut names = Vec::new();
        let mut begun = false;
        for part in parts {
            match part {
                RecordPart::Field(name, value) => {
                    self.expr(value);
                    names.push(name.clone());
                }
                RecordPart::Spread(other) => {
                    if !names.is_empty() || !begun {
                        self.shape(&names, begun);
                        names.clear();
                        begun = true;
                    }
                    self.expr(other);
                    self.emit(Op::Merge);
                }
            }
        }
        if !names.is_empty() || !begun {
            self.shape(&names, begun);
        }
    }

    fn shape(&mut self, names: &[smol_str::SmolStr], merged: bool) {
        let shape = self.pool.shape(names);
        self.emit(Op::Record(shape));
        if merged {
            self.emit(Op::Merge);
        }
    }
}

/// `optional`: it is asked whether there is one.
fn context_variable(context: Context, optional: bool) -> ContextVariable {
    match context {
        Context::Person if optional => ContextVariable::PersonIfAny,
        Context::Room if optional => ContextVariable::RoomIfAny,
        Context::Person => ContextVariable::Person,
        Context::Room => ContextVariable::Room,
        Context::Message => ContextVariable::Message,
        Context::Thread => ContextVariable::Thread,
        Context::Answerer => ContextVariable::Answerer,
        Context::Last => ContextVariable::Last,
    }
}

fn arithmetic(op: BinaryOp) -> Operator {
    match op {
        BinaryOp::Add => Operator::Add,
        BinaryOp::Subtract => Operator::Subtract,
        BinaryOp::Multiply => Operator::Multiply,
        BinaryOp::Divide => Operator::Divide,
        BinaryOp::Remainder => Operator::Remainder,
    }
}

fn comparison(op: CompareOp) -> Operator {
    match op {
        CompareOp::Equal => Operator::Equal,
        CompareOp::NotEqual => Operator::NotEqual,
        CompareOp::Less => Operator::Less,
        CompareOp::LessOrEqual => Operator::LessEqual,
        CompareOp::Greater => Operator::Greater,
        CompareOp::GreaterOrEqual => Operator::GreaterEqual,
    }
}
