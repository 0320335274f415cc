//! `edit`, `delete`, `log` and `respond`.

use crate::base::{Span, limits};
use crate::check::body::BodyKind;
use crate::check::checker::Checker;
use crate::check::hir::{Expr, ExprKind, LogLevel, StmtKind};
use crate::check::types::is_secret;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, MessageBody};
use crate::value::Type;

impl Checker<'_> {
    pub(super) fn check_edit(&mut self, message: &ast::Expr, body: &MessageBody, span: Span) -> StmtKind {
        let message = self.expect_expr(message, &Type::Message);
        self.check_editable(&message);
        let found = self.check_message(body, span);
        if let Some(part) =
            body.card.as_ref().map(|card| card.span).or(body.file.as_ref().map(|file| file.span))
        {
            self.push(
                Diagnostic::new(&codes::CHECK_MISPLACED, part, "Webex edits texts only")
                    .help("delete the message, and say a new one"),
            );
        }
        let text = found.text.map_or_else(|| crate::check::expr::unknown(span), |text| *text);
        self.effect(span, "`edit`".to_owned());
        StmtKind::Edit { message, text }
    }

    /// What Webex refuses of an edit, where the message is known: one with a card or a file, and the
    /// eleventh edit.
    fn check_editable(&mut self, message: &Expr) {
        let ExprKind::Local(local) = &message.kind else { return };
        let Some(note) = self.body_mut().note_mut(*local) else { return };
        note.edits += 1;
        let (words, help) = match (note.said_with, note.edits) {
            (Some(what), _) => (
                format!("Webex edits no message that has {what}"),
                "delete the message, and say a new one".to_owned(),
            ),
            (None, edits) if edits == limits::MESSAGE_EDITS_MAX + 1 => (
                format!(
                    "this is the eleventh edit of the message, and Webex takes {}",
                    limits::MESSAGE_EDITS_MAX
                ),
                "say a new message, and edit that".to_owned(),
            ),
            (None, _) => return,
        };
        self.push(Diagnostic::new(&codes::CHECK_MISPLACED, message.span, words).help(help));
    }

    pub(super) fn check_delete(&mut self, message: &ast::Expr, span: Span) -> StmtKind {
        let message = self.expect_expr(message, &Type::Message);
        self.effect(span, "`delete`".to_owned());
        StmtKind::Delete { message }
    }

    pub(super) fn check_log(
        &mut self,
        level: ast::LogLevel,
        message: &ast::Expr,
        fields: Option<&ast::Expr>,
    ) -> StmtKind {
        let level = match level {
            ast::LogLevel::Debug => LogLevel::Debug,
            ast::LogLevel::Info => LogLevel::Info,
            ast::LogLevel::Warn => LogLevel::Warn,
            ast::LogLevel::Error => LogLevel::Error,
        };
        let message = self.expect_expr(message, &Type::Text);
        let fields = fields.map(|fields| {
            let checked = self.check_expr(fields, None);
            if is_secret(&checked.ty) {
                let source = self.slice(fields.span);
                self.secret_leak(fields.span, source);
                return crate::check::expr::unknown(fields.span);
            }
            match &checked.ty {
                Type::Record(_) | Type::Map(_) | Type::Json => self.coerce(checked, &Type::Json),
                Type::Unknown => checked,
                other => {
                    let message = format!("the fields of a log line are a record, found `{other}`");
                    self.push(
                        Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, fields.span, message)
                            .help("write `{ name: value }`"),
                    );
                    checked
                }
            }
        });
        StmtKind::Log { level, message, fields }
    }

    pub(super) fn check_respond(
        &mut self,
        status: &ast::Expr,
        body: Option<&ast::Expr>,
        span: Span,
    ) -> StmtKind {
        let word = Span { end: span.start.saturating_add(7).min(span.end), ..span };
        if !matches!(self.body().kind, BodyKind::Webhook | BodyKind::Function) {
            self.push(
                Diagnostic::new(
                    &codes::CHECK_MISPLACED,
                    word,
                    "`respond` answers a webhook, and this is none",
                )
                .help("use `say` to answer a message"),
            );
        }
        let status = self.expect_expr(status, &Type::Int);
        let body = body.map(|body| self.expect_expr(body, &Type::Json));
        self.effect(span, "`respond`".to_owned());
        StmtKind::Respond { status, body }
    }
}
