//! `say` and `reply`.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::hir::{Expr, ExprKind, FilePart, Message};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, MessageBody, Say};
use crate::value::Type;

impl Checker<'_> {
    pub(super) fn check_say(&mut self, say: &Say, span: Span) -> Expr {
        let to = say.to.as_ref().map(|to| Box::new(self.check_target(to)));
        let text = self.check_message(&say.body, span);
        if to.is_none() {
            self.body_mut().uses_conversation(span, "`say` without `to`".to_owned());
        }
        self.effect(span, "`say`".to_owned());
        typed(ExprKind::Say { to, message: text }, Type::Message, span)
    }

    pub(super) fn check_reply(&mut self, say: &Say, span: Span) -> Expr {
        if let Some(to) = &say.to {
            self.check_expr(to, None);
            self.push(
                Diagnostic::new(
                    &codes::CHECK_MISPLACED,
                    to.span,
                    "`reply` goes to the message's own thread, it takes no `to`",
                )
                .help("use `say to ...`"),
            );
        }
        let text = self.check_message(&say.body, span);
        self.body_mut().uses_conversation(span, "`reply`".to_owned());
        self.body_mut().uses_message(span, "`reply`".to_owned());
        self.effect(span, "`reply`".to_owned());
        typed(ExprKind::Reply { message: text }, Type::Message, span)
    }

    /// A room or a person.
    pub(super) fn check_target(&mut self, to: &ast::Expr) -> Expr {
        let target = self.check_expr(to, None);
        let inner = match &target.ty {
            Type::Room | Type::Person | Type::Unknown => return target,
            Type::Optional(inner) if matches!(**inner, Type::Room | Type::Person) => (**inner).clone(),
            _ => Type::Room,
        };
        if matches!(&target.ty, Type::Optional(inner) if matches!(**inner, Type::Room | Type::Person)) {
            return self.coerce(target, &inner);
        }
        let message = format!("a message goes to a `room` or a `person`, found `{}`", target.ty);
        let diagnostic = Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, to.span, message);
        let source = self.shown(to.span).unwrap_or("x");
        let literal = source.starts_with('"');
        let help = match &target.ty {
            Type::Text | Type::Literals(_) if literal && source.contains('@') => {
                format!("find them by their address: `person({source})`")
            }
            Type::Text | Type::Literals(_) if literal => format!("find it by its title: `room({source})`"),
            Type::Text | Type::Literals(_) => {
                format!(
                    "find the room by its title, `room({source})`, or the person by their address, `person({source})`"
                )
            }
            Type::Json => {
                format!(
                    "find the room by its title, `room({source} as text)`, or the person by their address, `person({source} as text)`"
                )
            }
            Type::List(_) | Type::Set(_) => {
                format!("say it to each: `for one in {source} {{ say to one \"...\" }}`")
            }
            _ => "name a room, `room(\"...\")`, or a person, `person(\"...\")`".to_owned(),
        };
        self.push(diagnostic.help(help));
        Expr { ty: Type::Unknown, ..target }
    }

    /// What a message says: a text, a card, a file.
    pub(in crate::check) fn check_message(&mut self, body: &MessageBody, span: Span) -> Message {
        let before = self.sink.len();
        let text = body.text.as_ref().map(|text| {
            let lost = self.said_to_nobody(text, span);
            let text = if lost { unknown(text.span) } else { self.expect_expr(text, &Type::Text) };
            Box::new(text)
        });
        if let Some(ast::Expr { kind: ast::ExprKind::Name(name), .. }) = &body.text {
            self.help_unknown(before, || format!("what is said stands in quotes: `\"{name}\"`"));
        }
        let card = body.card.as_ref().and_then(|card| self.sent_card(card)).map(|(card, _)| Box::new(card));
        let file = body.file.as_ref().map(|file| {
            if let Some(card) = &body.card {
                self.push(
                    Diagnostic::new(
                        &codes::CHECK_MISPLACED,
                        file.span,
                        "a message has a file or a card, not both",
                    )
                    .also(card.span, "the card is here")
                    .help("say them one after the other"),
                );
            }
            self.check_file(file)
        });
        if let Some(text) = text.as_deref().filter(|_| body.card.is_none() && file.is_none()) {
            self.tell_silence(text);
        }
        if text.is_none() && card.is_none() && file.is_none() && body.card.is_none() {
            self.mark_broken();
            return Message { text: Some(Box::new(unknown(span))), card, file };
        }
        Message { text, card, file }
    }

    /// Webex takes no message without a text.
    pub(super) fn tell_silence(&mut self, text: &Expr) {
        if self.fold(text).is_ok_and(|text| text.as_str().is_some_and(|text| text.trim().is_empty())) {
            let message = "there is nothing to say: the text is empty";
            self.push(
                Diagnostic::new(&codes::CHECK_ALWAYS_FAILS, text.span, message)
                    .help("write what is said, or delete the line"),
            );
        }
    }

    fn check_file(&mut self, file: &ast::FilePart) -> FilePart {
        let content = self.check_expr(&file.content, None);
        let fits =
            matches!(content.ty, Type::Text | Type::Literals(_) | Type::File | Type::Json | Type::Unknown);
        let content = if fits {
            content
        } else if matches!(content.ty, Type::List(_) | Type::Map(_) | Type::Record(_)) {
            self.coerce(content, &Type::Json)
        } else {
            let message =
                format!("a file holds a text, json or a file that somebody sent, found `{}`", content.ty);
            self.push(Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, file.content.span, message));
            Expr { ty: Type::Unknown, ..content }
        };
        let name = file.name.as_ref().map(|name| Box::new(self.expect_expr(name, &Type::Text)));
        FilePart { content: Box::new(content), name }
    }
}
