//! What functions do through those that they call: who needs a conversation, who has an effect.

use crate::base::Span;
use crate::check::body::{Body, Traits};
use crate::check::checker::Checker;
use crate::check::hir::{Function, FunctionId};
use crate::diagnostics::{Diagnostic, codes};
use std::collections::{HashMap, VecDeque};

impl Traits {
    /// Notes an effect or a change of state; the first one counts.
    pub(super) fn note_effect(&mut self, span: Span, words: String) {
        self.effect.get_or_insert((span, words));
    }
}

impl Body {
    /// Notes a use of the current person, room or message.
    pub(super) fn uses_conversation(&mut self, span: Span, words: String) {
        if self.lonely && self.flow.has_conversation() {
            return;
        }
        self.traits.conversation.get_or_insert((span, words));
    }

    /// Notes a use of the message that somebody wrote.
    pub(super) fn uses_message(&mut self, span: Span, words: String) {
        self.traits.message.get_or_insert((span, words));
    }
}

/// A way from a function to what it does in the end.
struct Way {
    /// The calls, the first one in the function itself.
    calls: Vec<(FunctionId, Span)>,
    /// What is done.
    deed: (Span, String),
}

impl Checker<'_> {
    /// Notes an effect: what is known of state is over.
    pub(super) fn effect(&mut self, span: Span, words: String) {
        let body = self.body_mut();
        body.traits.note_effect(span, words);
        body.flow.forget_states();
    }

    /// Notes a call of a declared function or a lambda.
    pub(super) fn calls(&mut self, id: FunctionId, span: Span) {
        let effect = self.may_have_effect(id);
        let body = self.body_mut();
        body.traits.calls.push((id, span));
        if body.lonely && body.flow.has_conversation() {
            body.traits.guarded.push(span);
        }
        if effect {
            body.flow.forget_states();
        }
    }

    /// Whether a call of the function may have an effect or change state; true if that is not known yet.
    pub(super) fn may_have_effect(&self, id: FunctionId) -> bool {
        if self.finished(id).is_none() {
            return true;
        }
        self.effects.get(&id).copied().unwrap_or_else(|| {
            let Some(traits) = self.traits.get(id.index()) else { return true };
            traits.effect.is_some() || traits.calls.iter().any(|(callee, _)| self.known_effect(*callee))
        })
    }

    fn known_effect(&self, id: FunctionId) -> bool {
        self.effects.get(&id).copied().unwrap_or(true)
    }

    /// Notes what a finished function does, through all that it calls.
    pub(super) fn close_effects(&mut self, id: FunctionId) {
        let Some(traits) = self.traits.get(id.index()) else { return };
        let called = traits.calls.iter().any(|(callee, _)| *callee != id && self.known_effect(*callee));
        let effect = traits.effect.is_some() || called;
        self.effects.insert(id, effect);
    }

    /// The shortest way from a function to a deed.
    fn way(&self, from: FunctionId, deed: impl Fn(&Traits) -> Option<(Span, String)>) -> Option<Way> {
        let mut before: HashMap<FunctionId, (FunctionId, Span)> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            let Some(traits) = self.traits.get(at.index()) else { continue };
            if let Some(deed) = deed(traits) {
                let mut calls = Vec::new();
                let mut here = at;
                while here != from {
                    let Some((caller, span)) = before.get(&here) else { break };
                    calls.push((here, *span));
                    here = *caller;
                }
                calls.reverse();
                return Some(Way { calls, deed });
            }
            for (callee, span) in &traits.calls {
                if *callee != from && !traits.guarded.contains(span) && !before.contains_key(callee) {
                    before.insert(*callee, (at, *span));
                    queue.push_back(*callee);
                }
            }
        }
        None
    }

    /// The last pass: nothing happens in lambdas, no `say` without `to` where there is no room.
    pub(super) fn check_reach(&mut self) {
        for (id, span, what) in std::mem::take(&mut self.must_be_pure) {
            if let Some(way) = self.way(id, |traits| traits.effect.clone()) {
                self.report_impure(&way, span, what);
            }
        }
        for (id, what) in std::mem::take(&mut self.without_conversation) {
            if let Some(way) = self.way(id, |traits| traits.conversation.clone()) {
                self.report_conversation(&way, &what);
            }
        }
        for (id, what) in std::mem::take(&mut self.without_message) {
            if let Some(way) = self.way(id, |traits| traits.message.clone()) {
                self.report_missing(
                    &way,
                    ("a message", &format!("nobody wrote one in {what}")),
                    "use `person` and `room`, or `say`",
                );
            }
        }
        self.set_flags();
    }

    fn report_impure(&mut self, way: &Way, span: Span, what: &str) {
        let (deed_span, words) = &way.deed;
        let diagnostic = match way.calls.iter().find(|(callee, _)| !self.is_lambda(*callee)) {
            None if what == "a lambda" => {
                let message = format!("{words} can't stand in a lambda: lambdas only compute");
                Diagnostic::new(&codes::CHECK_IMPURE_LAMBDA, *deed_span, message)
            }
            None => {
                let message = format!("{what} only computes, and this one has an effect: {words}");
                Diagnostic::new(&codes::CHECK_IMPURE_LAMBDA, span, message)
                    .also(*deed_span, format!("{words} is here"))
            }
            Some((callee, call)) => {
                let name = self.name_of(*callee);
                let message = format!("`{name}` has an effect, {words}, and {what} only computes");
                Diagnostic::new(&codes::CHECK_IMPURE_LAMBDA, *call, message)
                    .also(*deed_span, format!("{words} is here"))
            }
        };
        self.push(diagnostic.help(match what {
            "a `where`" => "check the answer after the question: `if not ... { ... }`",
            "a card" => "do it in the handler that shows the card, or in the `action` of a button",
            _ => "do it in a loop: `for x in xs { ... }`",
        }));
    }

    fn report_conversation(&mut self, way: &Way, what: &str) {
        let (_, words) = &way.deed;
        let word = words.split('`').nth(1).unwrap_or("say");
        let called = way.calls.iter().any(|(callee, _)| !self.is_lambda(*callee));
        let help = if what.ends_with("failed") {
            "ask first: `if room != none { ... }`, or say where to: `say to room(\"...\") ...`".to_owned()
        } else if matches!(word, "ask" | "confirm") {
            format!("say whom: `{word} to person(\"...\") ...`")
        } else if words.contains("without `to`") || word == "reply" {
            "say where to: `say to room(\"...\") ...`".to_owned()
        } else if called {
            "give the function what it needs as a parameter: `fn f(p: person)`".to_owned()
        } else {
            match word {
                "room" => "name one: `room(\"...\")`".to_owned(),
                "person" => {
                    "name somebody: `person(\"a@b.c\")`, or go over `room(\"...\").people`".to_owned()
                }
                _ => "name a room or a person: `room(\"...\")`, `person(\"...\")`".to_owned(),
            }
        };
        let missing = format!("{what} has no person and no room");
        self.report_missing(way, ("a conversation", &missing), &help);
    }

    /// Whether a function is one without a name, or the block of a `later`: what it does is done where it
    /// stands.
    fn is_lambda(&self, id: FunctionId) -> bool {
        self.finished(id).is_some_and(|function| matches!(function.name.as_str(), "lambda" | "later"))
    }

    /// Reports what is used, through calls or not, and is not there.
    fn report_missing(&mut self, way: &Way, (needed, missing): (&str, &str), help: &str) {
        let (deed_span, words) = &way.deed;
        let calls: Vec<_> = way.calls.iter().filter(|(callee, _)| !self.is_lambda(*callee)).collect();
        let diagnostic = match calls.split_first() {
            None => {
                let message = format!("{words} needs {needed}, and {missing}");
                Diagnostic::new(&codes::CHECK_NO_CONVERSATION, *deed_span, message)
            }
            Some(((callee, call), rest)) => {
                let name = self.name_of(*callee);
                let message = format!("`{name}` needs {needed}, and {missing}");
                let mut diagnostic = Diagnostic::new(&codes::CHECK_NO_CONVERSATION, *call, message);
                for (callee, span) in rest {
                    diagnostic = diagnostic.also(*span, format!("which calls `{}`", self.name_of(*callee)));
                }
                diagnostic.also(*deed_span, format!("{words} is here"))
            }
        };
        self.push(diagnostic.help(help));
    }

    fn name_of(&self, id: FunctionId) -> String {
        self.finished(id).map_or_else(String::new, |function| function.name.to_string())
    }

    fn set_flags(&mut self) {
        let effects = self.through_calls(|traits| traits.effect.is_some());
        let conversations = self.through_calls(|traits| traits.conversation.is_some());
        for ((function, effect), conversation) in self.functions.iter_mut().zip(effects).zip(conversations) {
            if let Some(Function { pure, needs_conversation, .. }) = function {
                *pure = !effect;
                *needs_conversation = conversation;
            }
        }
    }

    /// For each function, whether it or one that it calls, directly or not, does something.
    fn through_calls(&self, does: impl Fn(&Traits) -> bool) -> Vec<bool> {
        let mut callers: Vec<Vec<usize>> = vec![Vec::new(); self.traits.len()];
        for (caller, traits) in self.traits.iter().enumerate() {
            for (callee, _) in &traits.calls {
                if let Some(callers) = callers.get_mut(callee.index()) {
                    callers.push(caller);
                }
            }
        }
        let mut found: Vec<bool> = self.traits.iter().map(does).collect();
        let mut open: Vec<usize> =
            found.iter().enumerate().filter(|(_, found)| **found).map(|(at, _)| at).collect();
        while let Some(at) = open.pop() {
            for caller in callers.get(at).into_iter().flatten() {
                if let Some(known) = found.get_mut(*caller).filter(|known| !**known) {
                    *known = true;
                    open.push(*caller);
                }
            }
        }
        found
    }
}
