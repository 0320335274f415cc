//! Handlers: triggers, guards, schedules.

use super::Builder;
use crate::syntax::ast::{
    Block, Days, Doc, Guard, GuardKind, Handler, LimitScope, Name, Place, Schedule, Trigger, Verify, Weekday,
};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Cursor, Node};

/// The words for days.
const DAYS: [(&str, Weekday); 14] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

impl Builder<'_> {
    pub(super) fn handler(&mut self, node: &Node<'_>, doc: Option<Doc>) -> Handler {
        let span = self.span_of(node);
        let mut children = node.children;
        let trigger = self.trigger(node.rule, &mut children);
        let mut guards = Vec::new();
        let mut body = Block { stmts: Vec::new(), span };
        let mut head_end = node.end;
        for child in children {
            if child.rule == Rule::block {
                head_end = child.start;
                body = self.block(&child);
            } else if let Some(kind) = self.guard(&child) {
                guards.push(Guard { kind, span: self.span_of(&child) });
            }
        }
        Handler { doc, trigger, guards, body, span, head: self.span(node.start, head_end) }
    }

    fn trigger(&mut self, rule: Rule, children: &mut Cursor<'_>) -> Trigger {
        match rule {
            Rule::command => {
                let mut patterns = Vec::new();
                while let Some(pattern) = children.accept(Rule::pattern) {
                    patterns.push(self.pattern(&pattern));
                }
                Trigger::Command { patterns }
            }
            Rule::on_message => Trigger::Message(self.regex(children.must().start)),
            Rule::on_webhook => {
                let path = self.string(&children.must());
                let verify = children.accept(Rule::verify).map(|verify| self.verify(&verify));
                Trigger::Webhook { path, verify, event: self.alias(children) }
            }
            Rule::on_word => match self.text_of(&children.must()) {
                "join" => Trigger::Join,
                "leave" => Trigger::Leave,
                "start" => Trigger::Start,
                word if word.ends_with("joined") => Trigger::MemberJoined,
                _ => Trigger::MemberLeft,
            },
            Rule::on_error => Trigger::Error { name: self.alias(children) },
            Rule::on_intent => {
                let name = self.path(children);
                Trigger::Intent { name, params: self.params(children) }
            }
            Rule::action => {
                let name = self.name(&children.must());
                Trigger::Action { name, params: self.params(children) }
            }
            Rule::before => Trigger::Before(self.hook(children)),
            Rule::after => Trigger::After(self.hook(children)),
            Rule::every => Trigger::Every(self.schedule(children)),
            Rule::cron => Trigger::Every(Schedule::Cron(self.string(&children.must()))),
            _ => Trigger::Otherwise,
        }
    }

    fn hook(&mut self, children: &mut Cursor<'_>) -> Name {
        self.name(&children.must())
    }

    fn verify(&mut self, node: &Node<'_>) -> Verify {
        let mut children = node.children;
        let name = self.name(&children.must());
        if name.text == "none" {
            return Verify::None(name.span);
        }
        let args = children.next().map(|call| self.args(&call)).unwrap_or_default();
        let span = name.span.to(self.span_of(node));
        Verify::Scheme { name, args, span }
    }

    fn schedule(&mut self, children: &mut Cursor<'_>) -> Schedule {
        let node = children.must();
        match node.rule {
            Rule::every_days => self.days(&node),
            Rule::text | Rule::string => Schedule::Cron(self.string(&node)),
            _ => Schedule::Interval(self.expr(&node)),
        }
    }

    fn days(&mut self, node: &Node<'_>) -> Schedule {
        let mut children = node.children;
        let mut words = Vec::new();
        while let Some(word) = children.accept(Rule::name) {
            words.push(self.name(&word));
        }
        let times = children.map(|clock| self.clock(&clock)).collect();
        let days = match words.as_slice() {
            [only] if only.text == "day" => Days::Every,
            [only] if only.text == "weekday" => Days::Weekdays,
            [only] if only.text == "weekend" => Days::Weekend,
            _ => Days::Some(words.iter().filter_map(|word| self.weekday(word)).collect()),
        };
        Schedule::Days { days, times, span: self.span_of(node) }
    }

    fn weekday(&mut self, word: &Name) -> Option<(Weekday, crate::base::Span)> {
        let day = DAYS.iter().find(|(name, _)| word.text.eq_ignore_ascii_case(name));
        if day.is_none() {
            let known = ["day", "weekday", "weekend", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];
            self.unknown_word(word, &known);
        }
        day.map(|(_, day)| (*day, word.span))
    }

    fn guard(&mut self, node: &Node<'_>) -> Option<GuardKind> {
        let mut children = node.children;
        match node.rule {
            Rule::guard_for => Some(GuardKind::For(self.path(&mut children))),
            Rule::guard_in => {
                let word = self.name(&children.must());
                match word.text.as_str() {
                    "direct" => Some(GuardKind::In(Place::Direct)),
                    "group" => Some(GuardKind::In(Place::Group)),
                    _ => {
                        self.unknown_word(&word, &["direct", "group"]);
                        None
                    }
                }
            }
            _ => {
                let count = self.expr(&children.must());
                let window = self.expr(&children.must());
                let scope = match children.next() {
                    None => LimitScope::All,
                    Some(mut per) => {
                        let word = self.name(&per.children.must());
                        match word.text.as_str() {
                            "room" => LimitScope::Room,
                            "person" => LimitScope::Person,
                            _ => {
                                self.unknown_word(&word, &["person", "room"]);
                                LimitScope::All
                            }
                        }
                    }
                };
                Some(GuardKind::Limit { count, window, scope })
            }
        }
    }
}
