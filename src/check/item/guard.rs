//! `for GROUP`, `in direct`, `in group`, `limit N per DURATION`.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::{Guard, Scope};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, GuardKind, LimitScope, Place, Trigger};
use crate::value::{Type, Value};

impl Checker<'_> {
    pub(super) fn check_guards(&mut self, guards: &[ast::Guard], trigger: &Trigger) -> Vec<Guard> {
        let mut checked: Vec<(Guard, Span)> = Vec::new();
        for guard in guards {
            let Some(found) = self.check_guard(guard, trigger) else { continue };
            let other_room = |(known, _): &&(Guard, Span)| {
                matches!(
                    (known, &found),
                    (Guard::Direct, Guard::GroupRoom) | (Guard::GroupRoom, Guard::Direct)
                )
            };
            if let Some((_, first)) = checked.iter().find(other_room) {
                let message = "no room is both direct and a group: this handler never runs";
                self.push(
                    Diagnostic::new(&codes::CHECK_UNREACHABLE_HANDLER, guard.span, message)
                        .also(*first, "the other one is here")
                        .help("leave out one of the two"),
                );
            }
            checked.push((found, guard.span));
        }
        checked.into_iter().map(|(guard, _)| guard).collect()
    }

    fn check_guard(&mut self, guard: &ast::Guard, trigger: &Trigger) -> Option<Guard> {
        match &guard.kind {
            GuardKind::For(path) => {
                self.needs_person(guard.span, trigger, "`for`");
                self.check_group_path(path).map(Guard::Group)
            }
            GuardKind::In(place) => {
                self.needs_person(guard.span, trigger, "`in`");
                Some(match place {
                    Place::Direct => Guard::Direct,
                    Place::Group => Guard::GroupRoom,
                })
            }
            GuardKind::Limit { count, window, scope } => {
                let found = self.constant_value(count, Some(&Type::Int), "the number of a limit");
                let per = self.constant_value(window, Some(&Type::Duration), "the time of a limit");
                let count_span = count.span;
                let (Some(Value::Int(count)), Some(Value::Duration(per_ms))) = (found, per) else {
                    return None;
                };
                let Some(count) = u32::try_from(count).ok().filter(|count| *count > 0) else {
                    let message = format!("a limit allows at least one run, found {count}");
                    self.push(
                        Diagnostic::new(&codes::CHECK_BAD_SETTING, count_span, message)
                            .help("write a number from 1 up"),
                    );
                    return None;
                };
                let scope = match scope {
                    LimitScope::All => Scope::Bot,
                    LimitScope::Person => Scope::Person,
                    LimitScope::Room => Scope::Room,
                };
                if scope != Scope::Bot {
                    self.needs_person(guard.span, trigger, "a limit per person or room");
                }
                Some(Guard::Limit { count, per_ms, scope })
            }
        }
    }

    /// Some triggers have nobody that a guard could look at.
    fn needs_person(&mut self, span: Span, trigger: &Trigger, what: &str) {
        let Some(whose) = lonely(trigger) else { return };
        let message = format!("{what} looks at a person and a room, and {whose} has none");
        self.push(Diagnostic::new(&codes::CHECK_NO_CONVERSATION, span, message).help("leave it out"));
    }
}

/// What a trigger is called that starts runs without a person and a room; nothing for the others.
pub(super) fn lonely(trigger: &Trigger) -> Option<&'static str> {
    match trigger {
        Trigger::Webhook { .. } => Some("a webhook"),
        Trigger::Every(_) => Some("a schedule"),
        Trigger::Start => Some("`on start`"),
        Trigger::Command { .. }
        | Trigger::Message(_)
        | Trigger::Otherwise
        | Trigger::Join
        | Trigger::Leave
        | Trigger::MemberJoined
        | Trigger::MemberLeft
        | Trigger::Action { .. }
        | Trigger::Error { .. }
        | Trigger::Before(_)
        | Trigger::After(_)
        | Trigger::Intent { .. } => None,
    }
}
