//! Calls, and chains of fields and calls that a `?.` may cut short.

use super::code::Code;
use super::program::LowerError;
use crate::builtins::Kind;
use crate::check::hir::{BuiltinId, Expr, ExprKind, Lambda};
use crate::ir::Op;
use crate::value::Value;

impl Code<'_> {
    /// A whole chain: where a `?.` in it finds nothing, all that follows is skipped.
    pub(super) fn chain_top(&mut self, expr: &Expr) {
        let mut skips = Vec::new();
        self.chain(expr, &mut skips);
        self.land(skips);
    }

    fn chain(&mut self, expr: &Expr, skips: &mut Vec<usize>) {
        match &expr.kind {
            ExprKind::Field { receiver, name, optional } => {
                self.receiver(receiver, *optional, skips);
                let name = self.pool.field(name);
                self.at(expr.span);
                self.emit(Op::Field(name));
            }
            ExprKind::Index { receiver, index, optional } => {
                self.receiver(receiver, *optional, skips);
                self.expr(index);
                self.at(expr.span);
                self.emit(Op::Index);
            }
            ExprKind::Slice { receiver, from, to, optional } => {
                self.receiver(receiver, *optional, skips);
                self.expr(from);
                self.expr(to);
                self.at(expr.span);
                self.emit(Op::Slice);
            }
            ExprKind::Builtin { id, args, optional } => {
                let mut args = args.iter();
                if id.signature().receiver.is_some()
                    && let Some(receiver) = args.next()
                {
                    self.receiver(receiver, *optional, skips);
                }
                let first = usize::from(id.signature().receiver.is_some());
                let count = first + args.len();
                self.all(args);
                self.builtin(expr, *id, count);
            }
            ExprKind::Each { id, receiver, function, rest, optional } => {
                self.receiver(receiver, *optional, skips);
                // A fold takes its start before its function.
                let (before, after) = match id.get().kind {
                    Kind::Fold => rest.split_at(rest.len().min(1)),
                    _ => rest.split_at(0),
                };
                self.all(before);
                self.expr(function);
                self.all(after);
                self.builtin(expr, *id, rest.len() + 2);
            }
            _ => self.expr(expr),
        }
    }

    fn receiver(&mut self, receiver: &Expr, optional: bool, skips: &mut Vec<usize>) {
        self.chain(receiver, skips);
        if optional {
            skips.push(self.emit(Op::JumpIfNone(0)));
        }
    }

    fn builtin(&mut self, expr: &Expr, builtin: BuiltinId, args: usize) {
        self.at(expr.span);
        self.emit(Op::Builtin { builtin, args: count(args) });
    }

    pub(super) fn call(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Call { function, args } => {
                self.all(args);
                let function = self.pool.function(*function);
                self.at(expr.span);
                self.emit(Op::Call { function, args: count(args.len()) });
            }
            ExprKind::CallLocal { local, args } => {
                let slot = self.slot(*local);
                self.emit(Op::Local(slot));
                self.all(args);
                self.at(expr.span);
                self.emit(Op::CallClosure(count(args.len())));
            }
            ExprKind::Closure(lambda) => self.closure(lambda),
            _ => {
                self.errors.push(LowerError::internal("a call is none"));
                self.constant(Value::None);
            }
        }
    }
}

impl Code<'_> {
    /// A function with the values that it captures here.
    pub(super) fn closure(&mut self, lambda: &Lambda) {
        for captured in &lambda.captures {
            let slot = self.slot(*captured);
            self.emit(Op::Local(slot));
        }
        let function = self.pool.function(lambda.function);
        self.emit(Op::Closure { function, captures: count(lambda.captures.len()) });
    }
}

/// Arguments and captured values: the checker refuses more than 255.
pub(super) fn count(many: usize) -> u8 {
    u8::try_from(many).unwrap_or(u8::MAX)
}
