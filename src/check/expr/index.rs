//! Indexes and slices.

use crate::base::Span;
use crate::builtins::{event_type, response_type};
use crate::check::checker::Checker;
use crate::check::expr::Link;
use crate::check::expr::dispatch::unknown;
use crate::check::hir::{Expr, ExprKind};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::Type;

impl Checker<'_> {
    /// `[index]` of a receiver.
    pub(super) fn index(&mut self, receiver: Link, index: &ast::Expr, span: Span) -> Link {
        if let ast::ExprKind::Binary { op: ast::BinaryOp::Range, left, right, .. } = &index.kind {
            return self.slice_of(receiver, (left, right), span);
        }
        let (key, result) = match &receiver.inner {
            Type::List(item) => (Type::Int, (**item).clone().optional()),
            Type::Text | Type::Literals(_) => (Type::Int, Type::Text.optional()),
            Type::Map(item) => (Type::Text, (**item).clone().optional()),
            Type::Json => {
                let index = self.check_expr(index, None);
                if !matches!(
                    index.ty,
                    Type::Int | Type::Text | Type::Literals(_) | Type::Unknown | Type::Json
                ) {
                    let message = format!("json is indexed by a `text` or an `int`, found `{}`", index.ty);
                    self.report(&codes::CHECK_TYPE_MISMATCH, index.span, message);
                }
                let short = receiver.short;
                let kind = ExprKind::Index {
                    receiver: Box::new(receiver.expr),
                    index: Box::new(index),
                    optional: short,
                };
                return Link::next(kind, Type::Json, span, short);
            }
            other => {
                let message = format!("a `{other}` has no elements to ask for by `[...]`");
                let mut diagnostic =
                    Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, receiver.expr.span, message);
                if let Type::Set(_) = other {
                    diagnostic = diagnostic.help("ask with `in` whether something is in the set");
                }
                if let (Type::Record(_), Some(name)) = (other, plain_key(index)) {
                    diagnostic = diagnostic.help(format!("write `.{name}`"));
                }
                self.push(diagnostic);
                self.check_expr(index, None);
                return Link::first(unknown(span));
            }
        };
        self.check_header_name(&receiver.expr, index);
        let index = self.expect_expr(index, &key);
        let short = receiver.short;
        let kind =
            ExprKind::Index { receiver: Box::new(receiver.expr), index: Box::new(index), optional: short };
        self.narrowed_link(Link::next(kind, result, span, short))
    }

    /// Refuses the name of a header that can't be among those of an event or a response: theirs are in lower case.
    pub(super) fn check_header_name(&mut self, within: &Expr, name: &ast::Expr) {
        let ExprKind::Field { receiver, name: field, .. } = &within.kind else { return };
        let Some(written) = plain_key(name).filter(|it| it.contains(char::is_uppercase)) else { return };
        let of = receiver.ty.without_none();
        if field == "headers" && (of == event_type() || of == response_type()) {
            let message = format!("`{written}` is never among these headers: their names are in lower case");
            let help = format!("write `\"{}\"`", written.to_lowercase());
            self.push(Diagnostic::new(&codes::CHECK_HEADER_NAME, name.span, message).help(help));
        }
    }

    fn slice_of(&mut self, receiver: Link, ends: (&ast::Expr, &ast::Expr), span: Span) -> Link {
        let from = self.expect_expr(ends.0, &Type::Int);
        let to = self.expect_expr(ends.1, &Type::Int);
        let ty = match &receiver.inner {
            list @ Type::List(_) => list.clone(),
            Type::Text | Type::Literals(_) => Type::Text,
            other => {
                let message = format!("a slice is one of a list or a text, found `{other}`");
                self.report(&codes::CHECK_TYPE_MISMATCH, receiver.expr.span, message);
                return Link::first(unknown(span));
            }
        };
        let short = receiver.short;
        let kind = ExprKind::Slice {
            receiver: Box::new(receiver.expr),
            from: Box::new(from),
            to: Box::new(to),
            optional: short,
        };
        Link::next(kind, ty, span, short)
    }
}

fn plain_key(index: &ast::Expr) -> Option<&str> {
    match &index.kind {
        ast::ExprKind::String(string) => string.as_plain(),
        _ => None,
    }
}
