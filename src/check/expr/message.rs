//! `say` and `reply`.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::expr::dispatch::typed;
use crate::check::hir::{Expr, ExprKind};
use crate::check::unsupported::Construct;
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
        typed(ExprKind::Say { to, text: Box::new(text) }, Type::Message, span)
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
        self.effect(span, "`reply`".to_owned());
        typed(ExprKind::Reply { text: Box::new(text) }, Type::Message, span)
    }

    /// A room or a person.
    pub(super) fn check_target(&mut self, to: &ast::Expr) -> Expr {
        let target = self.check_expr(to, None);
        let inner = match &target.ty {
            Type::Room | Type::Person | Type::Unknown => return target,
            Type::Optional(inner) if matches!(**inner, Type::Room | Type::Person) => (**inner).clone(),
            _ => Type::Room,
        };
        if matches!(target.ty, Type::Optional(_) | Type::Text | Type::Json) && inner != Type::Unknown {
            return self.coerce(target, &inner);
        }
        let message = format!("a message goes to a `room` or a `person`, found `{}`", target.ty);
        let mut diagnostic = Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, to.span, message);
        if matches!(target.ty, Type::List(_) | Type::Set(_)) {
            diagnostic = diagnostic.help("say it to each: `for r in ... { say to r \"...\" }`");
        }
        self.push(diagnostic);
        Expr { ty: Type::Unknown, ..target }
    }

    /// The text of a message; files and cards are refused.
    pub(in crate::check) fn check_message(&mut self, body: &MessageBody, span: Span) -> Expr {
        if let Some(file) = &body.file {
            self.unsupported(Construct::File, file.span);
            self.check_expr(&file.content, None);
        }
        if let Some(card) = &body.card {
            self.unsupported(Construct::CardMessage, card.span);
            for arg in &card.args {
                self.check_expr(&arg.value, None);
            }
        }
        match &body.text {
            Some(text) => self.expect_expr(text, &Type::Text),
            None => crate::check::expr::dispatch::unknown(span),
        }
    }
}
