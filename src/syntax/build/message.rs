//! `say`, `reply`, `ask`, `confirm` and what they share.

use super::Builder;
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{
    AnswerType, Ask, Audience, CardCall, Confirm, Expr, FilePart, MessageBody, Prompt, Say, WhereClause,
};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Cursor, Node};

impl Builder<'_> {
    pub(super) fn say(&mut self, children: &mut Cursor<'_>) -> Say {
        let to = self.clause(children, Rule::to_part);
        Say { to, body: self.message_body(children) }
    }

    pub(super) fn message_body(&mut self, children: &mut Cursor<'_>) -> MessageBody {
        let mut body = MessageBody { text: None, file: None, card: None };
        while children.peek() != Some(Rule::else_clause)
            && let Some(node) = children.next()
        {
            match node.rule {
                Rule::file_part => {
                    let file = self.file_part(&node);
                    match &body.file {
                        Some(first) => self.second_part("file", first.span, file.span),
                        None => body.file = Some(file),
                    }
                }
                Rule::card_call => {
                    let card = self.card_call(&node);
                    match &body.card {
                        Some(first) => self.second_part("card", first.span, card.span),
                        None => body.card = Some(card),
                    }
                }
                _ => body.text = Some(self.expr(&node)),
            }
        }
        body
    }

    /// Webex takes one file or one card with a message.
    fn second_part(&mut self, what: &str, first: Span, second: Span) {
        self.diagnostics.push(
            Diagnostic::new(&codes::CHECK_MISPLACED, second, format!("a message has one {what}"))
                .also(first, "the first")
                .help("say them one after the other"),
        );
    }

    fn file_part(&mut self, node: &Node<'_>) -> FilePart {
        let mut children = node.children;
        let content = self.expr(&children.must());
        let name = children.next().map(|name| self.expr(&name));
        FilePart { content, name, span: self.span_of(node) }
    }

    pub(super) fn card_call(&mut self, node: &Node<'_>) -> CardCall {
        let mut children = node.children;
        let name = self.path(&mut children);
        let args = children.next().map(|call| self.args(&call)).unwrap_or_default();
        CardCall { name, args, span: self.span_of(node) }
    }

    /// The expression of a clause that is a word and an expression.
    fn clause(&mut self, children: &mut Cursor<'_>, rule: Rule) -> Option<Expr> {
        let mut node = children.accept(rule)?;
        Some(self.expr(&node.children.must()))
    }

    pub(super) fn ask(&mut self, children: &mut Cursor<'_>) -> Ask {
        let to = self.clause(children, Rule::to_part);
        let prompt = children.must();
        let prompt = if prompt.rule == Rule::card_call {
            Prompt::Card(self.card_call(&prompt))
        } else {
            Prompt::Text(self.expr(&prompt))
        };
        let answer = children.accept(Rule::as_part).map(|mut part| self.answer_type(&part.children.must()));
        let by = self.audience(children);
        let until = self.clause(children, Rule::until_part);
        let check = children.accept(Rule::where_part).map(|part| {
            let mut inner = part.children;
            let condition = self.expr(&inner.must());
            let message = inner.next().map(|text| self.string(&text));
            WhereClause { condition, message, span: self.span_of(&part) }
        });
        let within = self.clause(children, Rule::within_part);
        Ask { to, prompt, answer, by, until, check, within }
    }

    pub(super) fn answer_type(&mut self, node: &Node<'_>) -> AnswerType {
        let mut children = node.children;
        if node.rule == Rule::one_of {
            AnswerType::OneOf(self.expr(&children.must()))
        } else {
            AnswerType::Type(self.type_expr(node))
        }
    }

    pub(super) fn audience(&mut self, children: &mut Cursor<'_>) -> Option<Audience> {
        let mut part = children.accept(Rule::by_part)?;
        Some(self.audience_path(&mut part.children))
    }

    /// What stands after `by`.
    pub(super) fn audience_path(&mut self, names: &mut Cursor<'_>) -> Audience {
        let path = self.path(names);
        match path.parts.as_slice() {
            [only] if only.text == "anyone" => Audience::Anyone(only.span),
            _ => Audience::Group(path),
        }
    }

    pub(super) fn confirm(&mut self, children: &mut Cursor<'_>) -> Confirm {
        let to = self.clause(children, Rule::to_part);
        let prompt = self.expr(&children.must());
        let by = self.audience(children);
        let within = self.clause(children, Rule::within_part);
        Confirm { to, prompt, by, within }
    }
}
