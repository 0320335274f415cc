//! Statements and blocks.

use super::code::{Code, Target};
use crate::check::hir::{Block, LogLevel as Level, Stmt, StmtKind};
use crate::ir::{LogLevel, Op};
use crate::value::Value;

impl Code<'_> {
    /// A block; leaves its value, `none` where it has none.
    pub(super) fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            self.stmt(stmt);
        }
        match &block.value {
            Some(value) => self.expr(value),
            None => self.constant(Value::None),
        }
    }

    /// A block whose value nobody wants.
    pub(super) fn block_dropped(&mut self, block: &Block) {
        self.block(block);
        self.emit(Op::Pop);
    }

    fn stmt(&mut self, stmt: &Stmt) {
        self.at(stmt.span);
        match &stmt.kind {
            StmtKind::Let { local, value } => {
                self.expr(value);
                let slot = self.slot(*local);
                self.emit(Op::SetLocal(slot));
            }
            StmtKind::Assign { place, op, value } => self.assign(place, *op, value),
            StmtKind::Expr(value) => {
                self.expr(value);
                self.emit(Op::Pop);
            }
            StmtKind::Edit { message, text } => {
                self.expr(message);
                self.expr(text);
                self.effect(stmt, Op::Edit);
            }
            StmtKind::Delete { message } => {
                self.expr(message);
                self.effect(stmt, Op::Delete);
            }
            StmtKind::Wait(duration) => {
                self.expr(duration);
                self.at(stmt.span);
                self.emit(Op::Wait);
            }
            StmtKind::Later(later) => self.later(later),
            StmtKind::Start(start) => self.start(start),
            StmtKind::Fail { message } => {
                self.expr(message);
                self.at(stmt.span);
                self.emit(Op::Fail);
            }
            StmtKind::Stop => {
                self.emit(Op::Stop);
            }
            StmtKind::Log { level, message, fields } => {
                self.expr(message);
                match fields {
                    Some(fields) => self.expr(fields),
                    None => self.constant(Value::None),
                }
                self.emit(Op::Log(log_level(*level)));
            }
            StmtKind::Respond { status, body } => {
                self.expr(status);
                match body {
                    Some(body) => self.expr(body),
                    None => self.constant(Value::None),
                }
                self.effect(stmt, Op::Respond);
            }
            StmtKind::For { over, body } => self.for_loop(over, body),
            StmtKind::While { condition, body } => self.while_loop(condition, body),
            StmtKind::Break => self.leave_loop(true),
            StmtKind::Continue => self.leave_loop(false),
            StmtKind::Return(value) => {
                match value {
                    Some(value) => self.expr(value),
                    None => self.constant(Value::None),
                }
                self.emit(Op::Return);
            }
        }
    }

    /// An effect as a statement: its outcome is dropped.
    fn effect(&mut self, stmt: &Stmt, op: Op) {
        self.at(stmt.span);
        self.emit(op);
        self.emit(Op::Pop);
    }

    /// `break` and `continue`: drop what an enclosing expression has on the stack, close its `Try`s.
    fn leave_loop(&mut self, out: bool) {
        let Some((mark, tries)) = self.loops.last().map(|it| (it.mark, it.tries)) else { return };
        for _ in tries..self.tries {
            self.emit(Op::EndTry);
        }
        self.emit(Op::Release(mark));
        let jump = self.emit(Op::Jump(0));
        let Some(innermost) = self.loops.last_mut() else { return };
        match (&mut innermost.again, out) {
            (_, true) => innermost.breaks.push(jump),
            (Target::Later(jumps), false) => jumps.push(jump),
            (Target::Known(to), false) => {
                let to = *to;
                if let Some(Op::Jump(target)) = self.ops.get_mut(jump) {
                    *target = to;
                }
            }
        }
    }
}

fn log_level(level: Level) -> LogLevel {
    match level {
        Level::Debug => LogLevel::Debug,
        Level::Info => LogLevel::Info,
        Level::Warn => LogLevel::Warn,
        Level::Error => LogLevel::Error,
    }
}
