//! `if`, `match` and `else`.

use super::code::Code;
use crate::check::hir::{Arm, ArmPattern, Block, Catch, Expr, LocalId};
use crate::ir::Op;
use crate::value::{Operator, Type, Value};

impl Code<'_> {
    pub(super) fn if_expr(&mut self, condition: &Expr, then: &Block, otherwise: Option<&Block>) {
        self.expr(condition);
        let no = self.emit(Op::JumpIfFalse(0));
        self.block(then);
        let end = self.emit(Op::Jump(0));
        self.land([no]);
        match otherwise {
            Some(block) => self.block(block),
            None => self.constant(Value::None),
        }
        self.land([end]);
    }

    pub(super) fn match_expr(
        &mut self,
        subject: &Expr,
        local: LocalId,
        arms: &[Arm],
        otherwise: Option<&Block>,
    ) {
        let subject_slot = self.slot(local);
        self.expr(subject);
        self.emit(Op::SetLocal(subject_slot));
        let mut ends = Vec::new();
        for arm in arms {
            self.at(arm.span);
            let mut bodies = Vec::new();
            for pattern in &arm.patterns {
                let misses = self.arm_pattern(pattern, subject_slot, arm.guard.as_ref());
                bodies.push(self.emit(Op::Jump(0)));
                self.land(misses);
            }
            let next = self.emit(Op::Jump(0));
            self.land(bodies);
            self.block(&arm.body);
            ends.push(self.emit(Op::Jump(0)));
            self.land([next]);
        }
        match otherwise {
            Some(block) => self.block(block),
            None => self.constant(Value::None),
        }
        self.land(ends);
    }

    /// Goes on where the pattern fits and its guard holds; the jumps that are given back are taken
    /// where not.
    fn arm_pattern(&mut self, pattern: &ArmPattern, subject: u16, guard: Option<&Expr>) -> Vec<usize> {
        let mut misses = Vec::new();
        match pattern {
            ArmPattern::Value(value) => {
                self.emit(Op::Local(subject));
                self.expr(value);
                self.emit(Op::Binary(Operator::Equal));
                misses.push(self.emit(Op::JumpIfFalse(0)));
            }
            ArmPattern::Range(from, to) => {
                for (end, operation) in [(from, Operator::GreaterEqual), (to, Operator::LessEqual)] {
                    self.emit(Op::Local(subject));
                    self.expr(end);
                    self.emit(Op::Binary(operation));
                    misses.push(self.emit(Op::JumpIfFalse(0)));
                }
            }
            ArmPattern::Regex { regex, groups } => {
                let found = self.hidden();
                let regex = self.pool.regex(&regex.source);
                self.emit(Op::Local(subject));
                self.emit(Op::Captures(regex));
                self.emit(Op::SetLocal(found));
                self.emit(Op::Local(found));
                self.constant(Value::None);
                self.emit(Op::Binary(Operator::NotEqual));
                misses.push(self.emit(Op::JumpIfFalse(0)));
                for (at, group) in (0_i64..).zip(groups) {
                    let slot = self.slot(group.local);
                    self.emit(Op::Local(found));
                    self.constant(Value::Int(at));
                    self.emit(Op::Index);
                    self.emit(Op::SetLocal(slot));
                }
            }
        }
        if let Some(guard) = guard {
            self.expr(guard);
            misses.push(self.emit(Op::JumpIfFalse(0)));
        }
        misses
    }

    pub(super) fn attempt(&mut self, value: &Expr, catch: Catch, otherwise: &Block) {
        let start = self.emit(Op::Try(0));
        self.tries += 1;
        self.expr(value);
        self.tries -= 1;
        self.emit(Op::EndTry);
        match catch {
            Catch::Failure(error) => {
                let end = self.emit(Op::Jump(0));
                self.land([start]);
                let slot = self.slot(error);
                self.emit(Op::SetLocal(slot));
                self.block(otherwise);
                self.land([end]);
            }
            Catch::NoneOrFailure => {
                let may_be_none = matches!(value.ty, Type::Optional(_) | Type::None | Type::Json);
                let end = if may_be_none { Op::JumpIfSome(0) } else { Op::Jump(0) };
                let end = self.emit(end);
                let none = may_be_none.then(|| self.emit(Op::Jump(0)));
                self.land([start]);
                self.emit(Op::Pop);
                self.land(none);
                self.block(otherwise);
                self.land([end]);
            }
        }
    }
}
