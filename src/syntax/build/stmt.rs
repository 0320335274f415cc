//! Statements and blocks.

use super::{Bad, Builder};
use crate::syntax::ast::{
    AssignOp, Binding, Block, ElseClause, Expr, ExprKind, LaterWhen, LogLevel, Stmt, StmtKind,
};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;
use crate::syntax::recover::{continues, is_foreign};
use crate::syntax::tree::{Cursor, Node};

impl Builder<'_> {
    pub(super) fn block(&mut self, node: &Node<'_>) -> Block {
        let mut stmts = Vec::with_capacity(node.children.count());
        let mut children = node.children;
        let mut before: Option<Node<'_>> = None;
        while let Some(stmt) = children.next() {
            // A line that goes on with the one before: neither is what it was to be.
            if stmt.rule == Rule::bad_statement
                && continues(self, stmt.start)
                && let Some(before) = before
            {
                stmts.pop();
                stmts.push(Stmt { kind: self.bad_stmt(&before), span: self.span_of(&before) });
            }
            before = Some(stmt);
            stmts.push(self.stmt(&stmt));
            if children.accept(Rule::run_on).is_some() {
                self.run_on(stmt, &mut children, &mut stmts);
            }
        }
        Block { stmts, span: self.span_of(node) }
    }

    /// The other statements of a line: that there are several is reported once, and they are read.
    fn run_on(&mut self, first: Node<'_>, children: &mut Cursor<'_>, stmts: &mut Vec<Stmt>) {
        let (mut before, mut end) = (first, first.end);
        while let Some(next) = children.next() {
            // `await say "x"` is one, with a word that is none of ours.
            if is_foreign(self.token_text(before.end.saturating_sub(1))) {
                stmts.pop();
                stmts.push(Stmt { kind: self.bad_stmt(&before), span: self.span_of(&before) });
            }
            let broken = next.rule == Rule::bad_statement;
            stmts.push(if broken {
                Stmt { kind: self.bad_stmt(&next), span: self.span_of(&next) }
            } else {
                self.stmt(&next)
            });
            (before, end) = (next, next.end);
            if children.accept(Rule::run_on).is_none() {
                break;
            }
        }
        self.bad.push(Bad { rule: Rule::bad_statement, start: first.start, end });
    }

    pub(super) fn stmt(&mut self, node: &Node<'_>) -> Stmt {
        let span = self.span_of(node);
        let mut children = node.children;
        let kind = match node.rule {
            Rule::let_stmt => StmtKind::Let(self.binding(&mut children)),
            Rule::var_stmt => StmtKind::Var(self.binding(&mut children)),
            Rule::expr_stmt => self.expr_stmt(&mut children),
            Rule::return_stmt => StmtKind::Return(children.next().map(|value| self.expr(&value))),
            Rule::fail_stmt => StmtKind::Fail(children.next().map(|value| self.expr(&value))),
            Rule::stop_stmt => StmtKind::Stop,
            Rule::break_stmt => StmtKind::Break,
            Rule::continue_stmt => StmtKind::Continue,
            Rule::delete_stmt => {
                let message = self.expr(&children.must());
                StmtKind::Delete { message, otherwise: self.otherwise(&mut children) }
            }
            Rule::wait_stmt => StmtKind::Wait(self.expr(&children.must())),
            Rule::start_stmt => StmtKind::Start(self.expr(&children.must())),
            Rule::edit_stmt => {
                let message = self.expr(&children.must());
                let body = Box::new(self.message_body(&mut children));
                StmtKind::Edit { message, body, otherwise: self.otherwise(&mut children) }
            }
            Rule::later_stmt => self.later(&mut children),
            Rule::log_stmt => {
                let level = match self.text_of(&children.must()) {
                    "debug" => LogLevel::Debug,
                    "warn" => LogLevel::Warn,
                    "error" => LogLevel::Error,
                    _ => LogLevel::Info,
                };
                let message = self.expr(&children.must());
                StmtKind::Log { level, message, fields: children.next().map(|fields| self.expr(&fields)) }
            }
            Rule::respond_stmt => {
                let status = self.expr(&children.must());
                StmtKind::Respond { status, body: children.next().map(|body| self.expr(&body)) }
            }
            Rule::for_stmt => {
                let first = self.name(&children.must());
                let second = children.accept(Rule::name).map(|name| self.name(&name));
                let iterable = self.expr(&children.must());
                StmtKind::For { first, second, iterable, body: self.block(&children.must()) }
            }
            Rule::while_stmt => {
                let condition = self.expr(&children.must());
                StmtKind::While { condition, body: self.block(&children.must()) }
            }
            _ => {
                self.bad(node);
                self.bad_stmt(node)
            }
        };
        Stmt { kind, span }
    }

    /// A statement that does not parse; the name that it would bind is bound all the same, so that
    /// its uses are not reported as unknown.
    fn bad_stmt(&self, node: &Node<'_>) -> StmtKind {
        let name = node.start + 1;
        let named = name < node.end && matches!(self.code(name), Code::PLAIN | '\u{180}'..='\u{1ff}');
        let value = Expr { kind: ExprKind::Error, span: self.span_of(node) };
        let binding = |name| Binding { name, ty: None, value, otherwise: None };
        // What stands elsewhere, as in `let int x = 5`, is found by the checker.
        let alone = name + 1 >= node.end || matches!(self.code(name + 1), '=' | ':' | Code::NUMBER);
        match self.token_text(node.start) {
            // As a variable it may be assigned below: that is no mistake of its own.
            "let" | "const" | "var" if named && alone => StmtKind::Var(binding(self.name_at(name))),
            _ => StmtKind::Error,
        }
    }

    fn binding(&mut self, children: &mut Cursor<'_>) -> Binding {
        let name = self.name(&children.must());
        let ty = children.accept(Rule::type_expr).map(|ty| Box::new(self.type_expr(&ty)));
        let value = self.expr(&children.must());
        let otherwise = self.otherwise(children);
        Binding { name, ty, value, otherwise }
    }

    /// The `else` at the end of a statement.
    fn otherwise(&mut self, children: &mut Cursor<'_>) -> Option<Box<ElseClause>> {
        children.next().map(|clause| Box::new(self.else_clause(&clause)))
    }

    pub(super) fn else_clause(&mut self, node: &Node<'_>) -> ElseClause {
        let mut children = node.children;
        let error = children.accept(Rule::name).map(|name| self.name(&name));
        ElseClause { error, body: self.block(&children.must()), span: self.span_of(node) }
    }

    fn expr_stmt(&mut self, children: &mut Cursor<'_>) -> StmtKind {
        let expr = self.expr(&children.must());
        let assigned = children.accept(Rule::expr).map(|value| {
            let op = value.start - 1;
            let kind = match self.code(op) {
                Code::ADD_TO => AssignOp::Add,
                Code::SUBTRACT_FROM => AssignOp::Subtract,
                _ => AssignOp::Set,
            };
            (kind, self.token_span(op), self.expr(&value))
        });
        let otherwise = self.otherwise(children);
        match assigned {
            Some((op, op_span, value)) => StmtKind::Assign { target: expr, op, op_span, value, otherwise },
            None => StmtKind::Expr { expr, otherwise },
        }
    }

    fn later(&mut self, children: &mut Cursor<'_>) -> StmtKind {
        let when = children.must();
        let when = if when.rule == Rule::later_at {
            let mut parts = when.children;
            let first = parts.must();
            if first.rule == Rule::clock {
                LaterWhen::AtClock(self.clock(&first))
            } else {
                let day = self.expr(&first);
                match parts.next() {
                    Some(clock) => LaterWhen::AtDay { day, clock: self.clock(&clock) },
                    None => LaterWhen::At(day),
                }
            }
        } else {
            LaterWhen::After(self.expr(&when))
        };
        StmtKind::Later { when, body: self.block(&children.must()) }
    }
}
