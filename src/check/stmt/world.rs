//! `edit`, `delete`, `log` and `respond`.

use crate::base::{Span, limits};
use crate::check::body::{BodyKind, HandlerMessage};
use crate::check::checker::Checker;
use crate::check::hir::{Context, Expr, ExprKind, LocalId, LogLevel, StmtKind};
use crate::check::types::is_secret;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, MessageBody};
use crate::value::{Type, Value};

impl Checker<'_> {
    pub(super) fn check_edit(&mut self, message: &ast::Expr, body: &MessageBody, span: Span) -> StmtKind {
        let source = self.slice(body.text.as_ref().map_or(span, |text| text.span));
        let new = if source.len() > 40 || source.contains('\n') { "\"...\"" } else { source };
        let help = format!("keep what was said, `let m = say \"...\"`, and edit that: `edit m {new}`");
        let message = self.said_message(message, help);
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

    /// What Webex refuses of an edit, where the message is known: one of somebody else, one with a card or a
    /// file, and the eleventh edit.
    fn check_editable(&mut self, message: &Expr) {
        let words = match &message.kind {
            ExprKind::Local(local) => self.edit_of(*local, message.span),
            ExprKind::Context(Context::Message) => self.edit_of_handled(),
            _ => None,
        };
        if let Some((words, help)) = words {
            self.push(Diagnostic::new(&codes::CHECK_MISPLACED, message.span, words).help(help));
        }
    }

    fn edit_of_handled(&mut self) -> Option<(String, &'static str)> {
        let known = self.bodies.iter().rev().find(|body| !body.sees_around()).map(|body| body.message);
        match known.unwrap_or(HandlerMessage::Unknown) {
            HandlerMessage::Unknown => None,
            HandlerMessage::Received => Some((
                "this is what somebody else wrote, and the bot edits only what it said itself".to_owned(),
                "keep what was said, `let m = say \"...\"`, and edit that",
            )),
            HandlerMessage::Card => Some(said_with("a card")),
        }
    }

    fn edit_of(&mut self, local: LocalId, span: Span) -> Option<(String, &'static str)> {
        let body = self.body_mut();
        let open = body.loops.clone();
        let note = body.note_mut(local)?;
        if let Some(what) = note.said_with {
            return Some(said_with(what));
        }
        let rounds = open
            .iter()
            .skip(note.loops)
            .try_fold(1_usize, |rounds, open| Some(rounds.saturating_mul(open.bound?)));
        let before = note.edits;
        note.edits = before.saturating_add(rounds.unwrap_or(1));
        let (max, edits) = (limits::MESSAGE_EDITS_MAX, note.edits);
        if rounds.is_none() {
            let message = format!("Webex takes {max} edits of a message, and nothing bounds this loop");
            self.push(
                Diagnostic::new(&codes::LINT_MANY_EDITS, span, message)
                    .help("bound the loop, `for x in xs[0..9]`, or say a new message in it"),
            );
        }
        (before <= max && edits > max).then(|| {
            let message = format!("this is the eleventh edit of the message, and Webex takes {max}");
            (message, "say a new message, and edit that")
        })
    }

    pub(super) fn check_delete(&mut self, message: &ast::Expr, span: Span) -> StmtKind {
        let help = self.delete_help(message);
        let message = self.said_message(message, help);
        self.effect(span, "`delete`".to_owned());
        StmtKind::Delete { message }
    }

    /// The message that is edited or deleted; `help` says what to do where it is none.
    fn said_message(&mut self, message: &ast::Expr, help: String) -> Expr {
        let mark = self.mark();
        let checked = self.expect_expr(message, &Type::Message);
        if self.failed_since(mark) {
            self.help_mismatch(help);
        }
        checked
    }

    /// What takes away something that is no message: an element of a list or a map.
    fn delete_help(&self, target: &ast::Expr) -> String {
        let ast::ExprKind::Index { base, index, .. } = &target.kind else {
            return "keep what was said, `let m = say \"...\"`, and delete that: `delete m`".to_owned();
        };
        let (of, key) = (self.slice(base.span), self.slice(index.span));
        if matches!(index.kind, ast::ExprKind::Int(_)) {
            return format!("to take an element out write `{of}.remove_at({key})`");
        }
        format!("to take an entry out write `{of}.remove({key})`")
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
        let misplaced = !matches!(self.body().kind, BodyKind::Webhook | BodyKind::Function);
        if misplaced {
            self.push(
                Diagnostic::new(
                    &codes::CHECK_MISPLACED,
                    word,
                    "`respond` answers a webhook, and this is none",
                )
                .help("use `say` to answer a message"),
            );
        }
        let (mark, given) = (self.mark(), status);
        // Where it cannot be, it does not matter what stands behind it.
        let wanted = if misplaced { &Type::Unknown } else { &Type::Int };
        let status = self.expect_expr(given, wanted);
        if self.failed_since(mark) && body.is_none() && !matches!(given.kind, ast::ExprKind::Name(_)) {
            let source = self.slice(given.span);
            let source = if source.len() > 40 || source.contains('\n') { "{ ... }" } else { source };
            self.help_mismatch(format!("the status stands first: `respond 200 {source}`"));
        }
        if let Ok(Value::Int(known)) = self.fold(&status)
            && !(100..=599).contains(&known)
        {
            let message = format!("{known} is no HTTP status: they go from 100 to 599");
            self.push(
                Diagnostic::new(&codes::CHECK_ALWAYS_FAILS, status.span, message)
                    .help("write `200`, or another number from 100 to 599"),
            );
        }
        let body = body.map(|body| self.expect_expr(body, &Type::Json));
        self.effect(span, "`respond`".to_owned());
        StmtKind::Respond { status, body }
    }
}

fn said_with(what: &str) -> (String, &'static str) {
    (format!("Webex edits no message that has {what}"), "delete the message, and say a new one")
}
