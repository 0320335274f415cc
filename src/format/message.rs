//! What talks: `say`, `reply`, `ask`, `confirm`.

use super::doc::Doc;
use super::printer::Printer;
use crate::syntax::ast::{
    AnswerType, Ask, Audience, CardCall, Confirm, Expr, FilePart, MessageBody, Prompt, Say, WhereClause,
};

impl<'a> Printer<'a> {
    pub(super) fn say(&mut self, word: &str, say: &Say) -> Doc<'a> {
        let mut docs = vec![self.word(word)];
        docs.extend(self.addressee(say.to.as_ref()));
        docs.push(self.message(&say.body));
        Doc::All(docs)
    }

    fn addressee(&mut self, to: Option<&Expr>) -> Vec<Doc<'a>> {
        to.map_or_else(Vec::new, |to| self.clause("to", |printer| printer.expr(to)).into())
    }

    /// Text, file and card; each after a blank.
    pub(super) fn message(&mut self, body: &MessageBody) -> Doc<'a> {
        let mut docs = self.operand(body.text.as_ref());
        let card_first = match (&body.card, &body.file) {
            (Some(card), Some(file)) => card.span.start < file.span.start,
            _ => false,
        };
        if card_first {
            docs.extend(self.card_part(body.card.as_ref()));
        }
        if let Some(file) = &body.file {
            docs.extend(self.file_part(file));
        }
        if !card_first {
            docs.extend(self.card_part(body.card.as_ref()));
        }
        Doc::All(docs)
    }

    fn file_part(&mut self, file: &FilePart) -> Vec<Doc<'a>> {
        let mut docs: Vec<_> = self.clause("file", |printer| printer.expr(&file.content)).into();
        if let Some(name) = &file.name {
            docs.extend(self.clause("as", |printer| printer.expr(name)));
        }
        docs
    }

    fn card_part(&mut self, card: Option<&CardCall>) -> Vec<Doc<'a>> {
        card.map_or_else(Vec::new, |card| self.clause("card", |printer| printer.card_call(card)).into())
    }

    /// `approval(t)`
    pub(super) fn card_call(&mut self, card: &CardCall) -> Doc<'a> {
        Doc::All(vec![self.path(&card.name), self.args(&card.args)])
    }

    pub(super) fn ask(&mut self, ask: &Ask) -> Doc<'a> {
        let mut docs = vec![self.word("ask")];
        docs.extend(self.addressee(ask.to.as_ref()));
        match &ask.prompt {
            Prompt::Text(text) => docs.extend([Doc::Space, self.expr(text)]),
            Prompt::Card(card) => docs.extend(self.card_part(Some(card))),
        }
        if let Some(answer) = &ask.answer {
            docs.extend(self.clause("as", |printer| printer.answer_type(answer)));
        }
        docs.extend(self.by_part(ask.by.as_ref()));
        if let Some(count) = &ask.until {
            docs.extend(self.clause("until", |printer| printer.expr(count)));
        }
        if let Some(check) = &ask.check {
            docs.push(self.where_part(check));
        }
        docs.extend(self.within(ask.within.as_ref()));
        Doc::All(docs)
    }

    pub(super) fn confirm(&mut self, confirm: &Confirm) -> Doc<'a> {
        let mut docs = vec![self.word("confirm")];
        docs.extend(self.addressee(confirm.to.as_ref()));
        docs.extend([Doc::Space, self.expr(&confirm.prompt)]);
        docs.extend(self.by_part(confirm.by.as_ref()));
        docs.extend(self.within(confirm.within.as_ref()));
        Doc::All(docs)
    }

    /// What stands after `as` or in an input: `int`, `one of xs`.
    pub(super) fn answer_type(&mut self, answer: &AnswerType) -> Doc<'a> {
        match answer {
            AnswerType::Type(ty) => self.type_expr(ty),
            AnswerType::OneOf(list) => {
                Doc::All(vec![self.word("one"), Doc::Space, self.word("of"), Doc::Space, self.expr(list)])
            }
        }
    }

    /// ` by GROUP`
    pub(super) fn by_part(&mut self, audience: Option<&Audience>) -> Vec<Doc<'a>> {
        match audience {
            None => Vec::new(),
            Some(Audience::Anyone(_)) => self.clause("by", Self::bump).into(),
            Some(Audience::Group(path)) => self.clause("by", |printer| printer.path(path)).into(),
        }
    }

    fn where_part(&mut self, check: &WhereClause) -> Doc<'a> {
        self.may_break(|printer| {
            let mut docs = vec![printer.word("where"), Doc::Space, printer.expr(&check.condition)];
            if let Some(message) = &check.message {
                docs.extend(printer.clause("else", |printer| printer.verbatim(message.span)));
            }
            docs
        })
    }

    fn within(&mut self, within: Option<&Expr>) -> Option<Doc<'a>> {
        let within = within?;
        Some(self.may_break(|printer| printer.one("within", within)))
    }
}
