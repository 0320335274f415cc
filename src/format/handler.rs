//! Handlers: triggers, guards, schedules.

use super::doc::Doc;
use super::printer::Printer;
use crate::syntax::ast::{Guard, GuardKind, Handler, LimitScope, Name, Schedule, Trigger, Verify};

impl<'a> Printer<'a> {
    pub(super) fn handler(&mut self, handler: &Handler) -> Doc<'a> {
        let mut docs = self.trigger(&handler.trigger);
        for guard in &handler.guards {
            docs.extend(self.guard(guard));
        }
        docs.extend([Doc::Space, self.block(&handler.body)]);
        Doc::All(docs)
    }

    fn trigger(&mut self, trigger: &Trigger) -> Vec<Doc<'a>> {
        match trigger {
            Trigger::Command { patterns } => {
                let mut docs = vec![self.word("command"), Doc::Space];
                let Some((first, others)) = patterns.split_first() else { return docs };
                docs.push(self.verbatim(first.span));
                let broken = self.parted_by_lines(patterns.iter().map(|pattern| pattern.span));
                docs.push(self.in_lines(broken, others, |printer, pattern| {
                    vec![printer.word("or"), Doc::Space, printer.verbatim(pattern.span)]
                }));
                docs
            }
            Trigger::Message(regex) => {
                vec![self.on("message"), Doc::Space, self.verbatim(regex.span)]
            }
            Trigger::Otherwise => vec![self.word("otherwise")],
            Trigger::Join => vec![self.on("join")],
            Trigger::Leave => vec![self.on("leave")],
            Trigger::Start => vec![self.on("start")],
            Trigger::MemberJoined => vec![self.on("member"), Doc::Space, self.word("joined")],
            Trigger::MemberLeft => vec![self.on("member"), Doc::Space, self.word("left")],
            Trigger::Webhook { path, verify, event } => {
                let mut docs = vec![self.on("webhook"), Doc::Space, self.verbatim(path.span)];
                if let Some(verify) = verify {
                    docs.extend(self.clause("verify", |printer| printer.verify(verify)));
                }
                docs.extend(self.alias(event.as_ref()));
                docs
            }
            Trigger::Every(schedule) => self.schedule(schedule),
            Trigger::Action { params, .. } => {
                vec![self.word("action"), Doc::Space, self.bump(), self.params(params)]
            }
            Trigger::Error { name } => {
                let mut docs = vec![self.on("error")];
                docs.extend(self.alias(name.as_ref()));
                docs
            }
            Trigger::Before(_) => vec![self.word("before"), Doc::Space, self.bump()],
            Trigger::After(_) => vec![self.word("after"), Doc::Space, self.bump()],
            Trigger::Intent { name, params } => {
                vec![self.word("on"), Doc::Space, self.path(name), self.params(params)]
            }
        }
    }

    /// `on word`
    fn on(&mut self, word: &str) -> Doc<'a> {
        Doc::All(vec![self.word("on"), Doc::Space, self.word(word)])
    }

    /// ` as name`, where there is one.
    pub(super) fn alias(&mut self, name: Option<&Name>) -> Vec<Doc<'a>> {
        name.map_or_else(Vec::new, |_| self.clause("as", Self::bump).into())
    }

    fn verify(&mut self, verify: &Verify) -> Doc<'a> {
        match verify {
            Verify::None(_) => self.bump(),
            Verify::Scheme { args, .. } => {
                let name = self.bump();
                let args = if self.peek() == "(" { self.args(args) } else { Doc::NOTHING };
                Doc::All(vec![name, args])
            }
        }
    }

    fn schedule(&mut self, schedule: &Schedule) -> Vec<Doc<'a>> {
        match schedule {
            Schedule::Interval(time) => self.one("every", time),
            Schedule::Days { span, .. } => {
                let mut docs = vec![self.word("every")];
                while self.next().is_some_and(|token| token.start < span.end as usize) {
                    if self.peek() != "," {
                        docs.push(Doc::Space);
                    }
                    docs.push(self.bump());
                }
                docs
            }
            Schedule::Cron(pattern) => {
                let mut docs = Vec::new();
                if self.peek() == "every" {
                    docs.extend([self.bump(), Doc::Space]);
                }
                docs.extend([self.word("cron"), Doc::Space, self.verbatim(pattern.span)]);
                docs
            }
        }
    }

    fn guard(&mut self, guard: &Guard) -> Vec<Doc<'a>> {
        match &guard.kind {
            GuardKind::For(group) => self.clause("for", |printer| printer.path(group)).into(),
            GuardKind::In(_) => self.clause("in", Self::bump).into(),
            GuardKind::Limit { count, window, scope } => {
                let mut docs: Vec<_> = self.clause("limit", |printer| printer.expr(count)).into();
                docs.extend(self.clause("per", |printer| printer.expr(window)));
                match scope {
                    LimitScope::All => {}
                    LimitScope::Person | LimitScope::Room => docs.extend(self.clause("per", Self::bump)),
                }
                docs
            }
        }
    }
}
