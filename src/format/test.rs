//! Tests. A transcript line is copied as it stands: its blanks are the author's.

use super::doc::Doc;
use super::list::Style;
use super::printer::Printer;
use crate::syntax::ast::{
    Expect, Expr, MockReply, MockReplyKind, PersonPlace, Step, StepKind, StringLit, TestDecl, WebhookBody,
};

impl<'a> Printer<'a> {
    pub(super) fn test_decl(&mut self, test: &TestDecl) -> Doc<'a> {
        let head = vec![self.word("test"), Doc::Space, self.verbatim(test.name.span), Doc::Space];
        let steps = self.list(Style::BLOCK, &test.steps, Self::step);
        Doc::All(vec![Doc::All(head), steps])
    }

    fn step(&mut self, step: &Step) -> Doc<'a> {
        Doc::All(match &step.kind {
            StepKind::Says { .. } | StepKind::Bot { .. } => vec![self.verbatim(step.span)],
            StepKind::Sends { place, file, .. } => {
                let mut docs = vec![self.bump()];
                match place {
                    PersonPlace::Direct => {}
                    PersonPlace::Room(_) | PersonPlace::Thread => docs.extend(self.clause("in", Self::bump)),
                }
                docs.extend(self.clause("sends", |printer| printer.verbatim(file.span)));
                docs
            }
            StepKind::Clicks { button, inputs, .. } => {
                let mut docs = vec![self.bump()];
                docs.extend(self.clause("clicks", |printer| printer.verbatim(button.span)));
                docs.extend(self.with(inputs.as_ref()));
                docs
            }
            StepKind::Nothing | StepKind::Restart | StepKind::Duplicate => vec![self.bump()],
            StepKind::Expect(expect) => {
                let mut docs = vec![self.word("expect"), Doc::Space];
                docs.extend(self.expect(expect));
                docs
            }
            StepKind::Mock { url, replies, .. } => self.mock(url, replies),
            StepKind::Webhook { path, body, headers, signed: _ } => {
                let mut docs = vec![self.word("webhook"), Doc::Space, self.verbatim(path.span)];
                docs.extend(self.delivery(body.as_ref(), headers.as_ref()));
                docs
            }
            StepKind::Set { target, value } => {
                let mut docs = self.one("set", target);
                docs.extend(self.default(Some(value)));
                docs
            }
            StepKind::Person { address, .. } => {
                let mut docs = vec![self.word("person"), Doc::Space, self.bump()];
                docs.extend(self.clause("=", |printer| printer.verbatim(address.span)));
                docs
            }
            StepKind::Clock(time) => vec![self.word("clock"), Doc::Space, self.verbatim(time.span)],
            StepKind::After(time) => self.one("after", time),
            StepKind::Reload(file) => vec![self.word("reload"), Doc::Space, self.verbatim(file.span)],
            StepKind::Join { room, .. } | StepKind::Leave { room, .. } => self.member(room.as_ref()),
            StepKind::Error => vec![self.not_parsed()],
        })
    }

    /// ` with { ... }`, where it is there.
    fn with(&mut self, record: Option<&Expr>) -> Vec<Doc<'a>> {
        record.map_or_else(Vec::new, |record| self.clause("with", |printer| printer.expr(record)).into())
    }

    fn expect(&mut self, expect: &Expect) -> Vec<Doc<'a>> {
        match expect {
            Expect::Condition(condition) => vec![self.expr(condition)],
            Expect::Http { url, with, .. } => {
                let mut docs = vec![self.word("http"), Doc::Space, self.bump(), Doc::Space];
                docs.push(self.verbatim(url.span));
                docs.extend(self.with(with.as_ref()));
                docs
            }
            Expect::Response { status, body } => {
                let mut docs = self.one("response", status);
                docs.extend(self.operand(body.as_ref()));
                docs
            }
        }
    }

    fn mock(&mut self, url: &StringLit, replies: &[MockReply]) -> Vec<Doc<'a>> {
        let mut docs = vec![self.word("mock"), Doc::Space, self.word("http"), Doc::Space, self.bump()];
        docs.extend([Doc::Space, self.verbatim(url.span), Doc::Space, self.word("=>")]);
        let Some((first, later)) = replies.split_first() else { return docs };
        docs.push(self.after_sign(|printer| Doc::All(printer.reply(first))));
        let broken = self.parted_by_lines(replies.iter().map(|reply| reply.span));
        docs.push(self.in_lines(broken, later, |printer, reply| {
            let mut docs = vec![printer.word("then"), Doc::Space];
            docs.extend(printer.reply(reply));
            docs
        }));
        docs
    }

    fn reply(&mut self, reply: &MockReply) -> Vec<Doc<'a>> {
        match &reply.kind {
            MockReplyKind::Timeout | MockReplyKind::Refused => vec![self.bump()],
            MockReplyKind::Answer { body, headers, .. } => {
                let mut docs = vec![self.bump()];
                docs.extend(self.operand(body.as_ref()));
                if let Some(headers) = headers {
                    docs.extend(self.clause("headers", |printer| printer.expr(headers)));
                }
                docs
            }
        }
    }

    /// The parts of a delivery, in the author's order.
    fn delivery(&mut self, body: Option<&WebhookBody>, headers: Option<&Expr>) -> Vec<Doc<'a>> {
        let mut docs = Vec::new();
        while !self.lost {
            match (self.peek_in_line(), body, headers) {
                ("headers", _, Some(headers)) => {
                    docs.extend(self.clause("headers", |printer| printer.expr(headers)));
                }
                ("json", Some(WebhookBody::Json(value)), _) => {
                    docs.extend(self.clause("json", |printer| printer.expr(value)));
                }
                ("text", Some(WebhookBody::Text(value)), _) => {
                    docs.extend(self.clause("text", |printer| printer.expr(value)));
                }
                ("file", Some(WebhookBody::File(file)), _) => {
                    docs.extend(self.clause("file", |printer| printer.verbatim(file.span)));
                }
                ("signed", ..) => docs.extend([Doc::Space, self.bump()]),
                _ => break,
            }
        }
        docs
    }

    /// `join`, `alice joins "Ops"`, `alice join in "Ops"`: a few words and perhaps a room.
    fn member(&mut self, room: Option<&StringLit>) -> Vec<Doc<'a>> {
        let mut docs = vec![self.bump()];
        while matches!(self.peek_in_line(), "join" | "joins" | "leave" | "leaves" | "in") {
            docs.extend([Doc::Space, self.bump()]);
        }
        if let Some(room) = room {
            docs.extend([Doc::Space, self.verbatim(room.span)]);
        }
        docs
    }
}
