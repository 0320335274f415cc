//! Who may use the bot and its handlers.

use super::active::Active;
use super::codec::{decode, encode};
use super::core::Core;
use super::store::{Commit, StateName, StateWrite, StoreError};
use crate::base::limits;
use crate::ir::{Guard, LimitScope, Who};
use crate::value::{PersonRef, RoomRef, Text, TextBuilder, show_duration};
use crate::vm::{Answers, Found, RunContext, ScopeKey, is_member};
use smol_str::{SmolStr, format_smolstr};
use std::collections::HashSet;

impl Core {
    /// Whether `allow` lets `person` in. Where Webex does not tell, nobody is let in that is not known.
    pub(super) async fn lets_in(&self, active: &Active, person: &PersonRef) -> bool {
        let allow = &active.program().bot.allow;
        allow.is_empty() || self.is_one_of(allow, person).await
    }

    /// The same for somebody who may not be known: nobody knows whether they may.
    pub(super) async fn lets_someone_in(&self, active: &Active, person: Option<&PersonRef>) -> bool {
        match person {
            Some(person) => self.lets_in(active, person).await,
            None => active.program().bot.allow.is_empty(),
        }
    }

    /// Whether `person` is in a group of the program.
    pub(super) async fn is_in_group(&self, active: &Active, group: u16, person: &PersonRef) -> bool {
        match active.program().groups.get(usize::from(group)) {
            Some(group) => self.is_one_of(&group.entries, person).await,
            None => false,
        }
    }

    async fn is_one_of(&self, who: &[Who], person: &PersonRef) -> bool {
        let mut answers = Answers::new();
        // Each entry asks for three things at most.
        for _ in 0..=who.len().saturating_mul(3) {
            match is_member(who, person, &answers) {
                Ok(Found::Known(is_one)) => return is_one,
                Ok(Found::Needs(read)) => {
                    let answer = self.read_cached(&read).await;
                    answers.insert(read, answer);
                }
                Err(fault) => {
                    tracing::warn!(
                        code = fault.kind.code(),
                        "a group could not be looked up: {}",
                        fault.plain()
                    );
                    return false;
                }
            }
        }
        false
    }

    /// What a handler says to whom it is not for, however often it runs.
    pub(super) async fn turned_away(
        &self,
        active: &Active,
        handler: u32,
        context: &RunContext,
    ) -> Option<Text> {
        for guard in active.guards(handler) {
            if let Some(refusal) = self.refuses(active, *guard, context).await {
                return Some(refusal);
            }
        }
        None
    }

    /// What a handler says to whom it is not for; nothing where it may run. A run that may is counted.
    pub(super) async fn refusal(
        &self,
        active: &Active,
        handler: u32,
        context: &RunContext,
    ) -> Result<Option<Text>, StoreError> {
        if let Some(refusal) = self.turned_away(active, handler, context).await {
            return Ok(Some(refusal));
        }
        for (at, guard) in active.guards(handler).iter().enumerate() {
            if let Guard::Limit { count, per_ms, scope } = guard {
                let name = format_smolstr!("limit {at} of {}", active.handler_name(handler));
                let state = StateName { state: name, owner: owner(*scope, context) };
                if let Some(wait_ms) = self.count_use(state, *count, *per_ms).await? {
                    return Ok(Some(too_often(wait_ms)));
                }
            }
        }
        Ok(None)
    }

    /// The commands that are not for `context`: they are not listed in its help.
    pub(super) async fn hidden(&self, active: &Active, context: &RunContext) -> HashSet<u32> {
        let mut hidden = HashSet::new();
        for handler in active.guarded() {
            for guard in active.guards(handler) {
                if self.refuses(active, *guard, context).await.is_some() {
                    hidden.insert(handler);
                }
            }
        }
        hidden
    }

    /// What a guard says, but for a limit.
    async fn refuses(&self, active: &Active, guard: Guard, context: &RunContext) -> Option<Text> {
        let direct = context.room.as_ref().is_some_and(|room: &RoomRef| room.direct);
        match guard {
            Guard::Group(group) => {
                let is_one = match &context.person {
                    Some(person) => self.is_in_group(active, group, person).await,
                    None => false,
                };
                let name = active.program().groups.get(usize::from(group)).map(|group| group.name.as_str());
                (!is_one).then(|| only(name.unwrap_or("a few people")))
            }
            Guard::Direct => {
                (!direct).then(|| Text::own("This works only in a direct message: write to me in private."))
            }
            Guard::GroupRoom => direct.then(|| Text::own("This works only in a group space.")),
            Guard::Limit { .. } => None,
        }
    }

    /// Counts a use. Gives how long to wait, in milliseconds, where there were too many.
    async fn count_use(&self, name: StateName, count: u32, per_ms: i64) -> Result<Option<i64>, StoreError> {
        for _ in 0..limits::COMMIT_ATTEMPTS_MAX {
            let now_ms = self.clock.now_ms();
            let stored = self.store.states(vec![name.clone()]).await?.into_iter().next().flatten();
            let (version, mut uses): (u64, Vec<i64>) = match stored {
                Some(stored) => (stored.version, decode(&stored.value)?),
                None => (0, Vec::new()),
            };
            uses.retain(|at_ms| now_ms.saturating_sub(*at_ms) < per_ms);
            if u32::try_from(uses.len()).unwrap_or(u32::MAX) >= count {
                let first = uses.first().copied().unwrap_or(now_ms);
                return Ok(Some(first.saturating_add(per_ms).saturating_sub(now_ms).max(1)));
            }
            uses.push(now_ms);
            let value = Some(encode(&uses)?);
            let states = vec![StateWrite { name: name.clone(), version, value }];
            match self.store.commit(Commit { states, ..Commit::default() }).await {
                Ok(()) => return Ok(None),
                Err(StoreError::Conflict { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(Some(per_ms))
    }
}

fn owner(scope: LimitScope, context: &RunContext) -> SmolStr {
    match scope {
        LimitScope::Bot => SmolStr::default(),
        LimitScope::Person => context
            .person
            .as_ref()
            .map_or_else(SmolStr::default, |it| format_smolstr!("person {}", ScopeKey::of_person(it))),
        LimitScope::Room => {
            context.room.as_ref().map_or_else(SmolStr::default, |room| format_smolstr!("room {}", room.id))
        }
    }
}

fn only(group: &str) -> Text {
    let mut text = TextBuilder::new();
    text.push("Only ", true);
    text.push(&group.replace('_', " "), true);
    text.push(" may use this.", true);
    text.finish()
}

fn too_often(wait_ms: i64) -> Text {
    let mut text = TextBuilder::new();
    text.push("That was too often. Try again in ", true);
    // Whole seconds, rounded up.
    text.push(&show_duration(wait_ms.saturating_add(999) / 1000 * 1000), true);
    text.push(".", true);
    text.finish()
}
