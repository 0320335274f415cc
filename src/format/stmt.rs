//! Statements.

use super::doc::Doc;
use super::printer::Printer;
use crate::syntax::ast::{Binding, ElseClause, Expr, LaterWhen, Name, Stmt, StmtKind};

impl<'a> Printer<'a> {
    pub(super) fn stmt(&mut self, stmt: &Stmt) -> Doc<'a> {
        Doc::All(match &stmt.kind {
            StmtKind::Let(binding) => self.binding("let", binding),
            StmtKind::Var(binding) => self.binding("var", binding),
            StmtKind::Assign { target, value, otherwise, .. } => {
                let mut docs = vec![self.expr(target), Doc::Space, self.bump()];
                docs.push(self.after_sign(|printer| printer.expr(value)));
                docs.push(self.else_clause(otherwise.as_deref()));
                docs
            }
            StmtKind::Expr { expr, otherwise } => {
                vec![self.expr(expr), self.else_clause(otherwise.as_deref())]
            }
            StmtKind::Edit { message, body, otherwise } => {
                let mut docs = vec![self.word("edit"), Doc::Space, self.expr(message), self.message(body)];
                docs.push(self.else_clause(otherwise.as_deref()));
                docs
            }
            StmtKind::Delete { message, otherwise } => {
                let mut docs = self.one("delete", message);
                docs.push(self.else_clause(otherwise.as_deref()));
                docs
            }
            StmtKind::Wait(time) => self.one("wait", time),
            StmtKind::Later { when, body } => {
                vec![self.word("later"), Doc::Space, self.later(when), Doc::Space, self.block(body)]
            }
            StmtKind::Start(call) => self.one("start", call),
            StmtKind::Fail(message) => self.perhaps("fail", message.as_ref()),
            StmtKind::Stop => vec![self.word("stop")],
            StmtKind::Log { message, fields, .. } => {
                let mut docs =
                    vec![self.word("log"), Doc::Space, self.bump(), Doc::Space, self.expr(message)];
                docs.extend(self.operand(fields.as_ref()));
                docs
            }
            StmtKind::Respond { status, body } => {
                let mut docs = self.one("respond", status);
                docs.extend(self.operand(body.as_ref()));
                docs
            }
            StmtKind::For { first: _, second, iterable, body } => {
                let mut docs = self.for_head(second.as_ref(), iterable);
                docs.push(self.block(body));
                docs
            }
            StmtKind::While { condition, body } => {
                vec![self.word("while"), Doc::Space, self.expr(condition), Doc::Space, self.block(body)]
            }
            StmtKind::Break => vec![self.word("break")],
            StmtKind::Continue => vec![self.word("continue")],
            StmtKind::Return(value) => self.perhaps("return", value.as_ref()),
            StmtKind::Error => vec![self.not_parsed()],
        })
    }

    fn binding(&mut self, word: &str, binding: &Binding) -> Vec<Doc<'a>> {
        let mut docs = vec![self.word(word), Doc::Space, self.bump()];
        docs.extend(self.typed(binding.ty.as_deref()));
        docs.extend([Doc::Space, self.word("=")]);
        docs.push(self.after_sign(|printer| printer.expr(&binding.value)));
        docs.push(self.else_clause(binding.otherwise.as_deref()));
        docs
    }

    /// ` else { ... }`, ` else err { ... }`; in a line of its own if the author put it there.
    pub(super) fn else_clause(&mut self, clause: Option<&ElseClause>) -> Doc<'a> {
        let Some(clause) = clause else { return Doc::NOTHING };
        let before = if self.starts_line() { self.kept_break() } else { Doc::Space };
        let mut docs = vec![before, self.word("else"), Doc::Space];
        if clause.error.is_some() {
            docs.extend([self.bump(), Doc::Space]);
        }
        docs.push(self.block(&clause.body));
        Doc::All(docs)
    }

    /// `word operand`
    pub(super) fn one(&mut self, word: &str, operand: &Expr) -> Vec<Doc<'a>> {
        vec![self.word(word), Doc::Space, self.expr(operand)]
    }

    /// `word`, `word operand`
    fn perhaps(&mut self, word: &str, operand: Option<&Expr>) -> Vec<Doc<'a>> {
        let mut docs = vec![self.word(word)];
        docs.extend(self.operand(operand));
        docs
    }

    /// ` operand`, where there is one.
    pub(super) fn operand(&mut self, operand: Option<&Expr>) -> Vec<Doc<'a>> {
        operand.map_or_else(Vec::new, |operand| vec![Doc::Space, self.expr(operand)])
    }

    /// `for a, b in xs `
    pub(super) fn for_head(&mut self, second: Option<&Name>, iterable: &Expr) -> Vec<Doc<'a>> {
        let mut docs = vec![self.word("for"), Doc::Space, self.bump()];
        if second.is_some() {
            docs.extend([self.word(","), Doc::Space, self.bump()]);
        }
        docs.extend(self.clause("in", |printer| printer.expr(iterable)));
        docs.push(Doc::Space);
        docs
    }

    fn later(&mut self, when: &LaterWhen) -> Doc<'a> {
        match when {
            LaterWhen::After(time) => self.expr(time),
            LaterWhen::At(time) => Doc::All(self.one("at", time)),
            LaterWhen::AtClock(_) => Doc::All(vec![self.word("at"), Doc::Space, self.bump()]),
            LaterWhen::AtDay { day, .. } => {
                let mut docs = self.one("at", day);
                docs.extend([Doc::Space, self.bump()]);
                Doc::All(docs)
            }
        }
    }
}
