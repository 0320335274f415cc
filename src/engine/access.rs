//! Who may use the bot and its handlers.

use super::active::Active;
use super::codec::{decode, encode};
use super::core::Core;
use super::flight::Flight;
use super::store::{StateName, StateWrite, StoreError};
use crate::base::limits;
use crate::ir::{Guard, LimitScope, Who};
use crate::value::{PersonRef, RoomRef, Text, TextBuilder, show_duration};
use crate::vm::{Answers, Found, RunContext, ScopeKey, is_member};
use smol_str::{SmolStr, format_smolstr};
use std::collections::HashSet;

/// Whether a handler may run.
pub(super) enum Admitted {
    /// It may; with this its use is counted.
    Yes(Vec<StateWrite>),
    /// It may not, and says this.
    No(Text),
}

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

    /// A run that has not begun, if it may; else what is said. Where its handler has a limit, the run is stored by
    /// the commit that counts it, so that each run is counted once, and none that is lost.
    pub(super) async fn admitted(&self, mut flight: Flight) -> Result<Result<Flight, Text>, StoreError> {
        for _ in 0..limits::COMMIT_ATTEMPTS_MAX {
            let run = &flight.run;
            let uses = match self.admit(&flight.active, run.handler, &run.context).await? {
                Admitted::No(refusal) => return Ok(Err(refusal)),
                Admitted::Yes(uses) if uses.is_empty() => return Ok(Ok(flight)),
                Admitted::Yes(uses) => uses,
            };
            let mut commit = flight.along.clone();
            commit.states.extend(uses.iter().cloned());
            match flight.commit_with(self, commit, Vec::new()).await {
                Ok(_) => return Ok(Ok(flight)),
                Err(error) if is_other_use(&error, &uses) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Err(too_often(1)))
    }

    /// Whether a handler may run, without counting it: that is for the commit that starts the run.
    pub(super) async fn admit(
        &self,
        active: &Active,
        handler: u32,
        context: &RunContext,
    ) -> Result<Admitted, StoreError> {
        if let Some(refusal) = self.turned_away(active, handler, context).await {
            return Ok(Admitted::No(refusal));
        }
        let mut uses = Vec::new();
        for (at, guard) in active.guards(handler).iter().enumerate() {
            if let Guard::Limit { count, per_ms, scope } = guard {
                let name = format_smolstr!("limit {at} of {}", active.handler_name(handler));
                let state = StateName { state: name, owner: owner(*scope, context) };
                match self.next_use(state, *count, *per_ms).await? {
                    Ok(write) => uses.push(write),
                    Err(wait_ms) => return Ok(Admitted::No(too_often(wait_ms))),
                }
            }
        }
        Ok(Admitted::Yes(uses))
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
        let lets_through = match guard {
            Guard::Group(group) => match &context.person {
                Some(person) => self.is_in_group(active, group, person).await,
                None => false,
            },
            Guard::Direct => direct,
            Guard::GroupRoom => !direct,
            Guard::Limit { .. } => true,
        };
        (!lets_through).then(|| refusal_text(active, guard))
    }

    /// The uses with one more; or how long to wait, in milliseconds, where there were too many.
    async fn next_use(
        &self,
        name: StateName,
        count: u32,
        per_ms: i64,
    ) -> Result<Result<StateWrite, i64>, StoreError> {
        let now_ms = self.clock.now_ms();
        let stored = self.store.states(vec![name.clone()]).await?.into_iter().next().flatten();
        let (version, mut uses): (u64, Vec<i64>) = match stored {
            Some(stored) => (stored.version, decode(&stored.value)?),
            None => (0, Vec::new()),
        };
        uses.retain(|at_ms| now_ms.saturating_sub(*at_ms) < per_ms);
        if u32::try_from(uses.len()).unwrap_or(u32::MAX) >= count {
            let first = uses.first().copied().unwrap_or(now_ms);
            return Ok(Err(first.saturating_add(per_ms).saturating_sub(now_ms).max(1)));
        }
        uses.push(now_ms);
        Ok(Ok(StateWrite { name, version, value: Some(encode(&uses)?) }))
    }
}

/// Whether a commit was refused only because somebody else used the same handler meanwhile.
pub(super) fn is_other_use(error: &StoreError, uses: &[StateWrite]) -> bool {
    match error {
        StoreError::Conflict { states, runs } => {
            runs.is_empty() && states.iter().all(|state| uses.iter().any(|one| one.name == *state))
        }
        StoreError::Duplicate
        | StoreError::Heard
        | StoreError::Unavailable(_)
        | StoreError::Damaged(_)
        | StoreError::Failed(_) => false,
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

/// What a guard says to whom it refuses.
pub(super) fn refusal_text(active: &Active, guard: Guard) -> Text {
    match guard {
        Guard::Group(group) => {
            let name = active.program().groups.get(usize::from(group)).map(|group| group.name.as_str());
            only(name.unwrap_or("a few people"))
        }
        Guard::Direct => Text::own("This works only in a direct message: write to me in private."),
        Guard::GroupRoom => Text::own("This works only in a group space."),
        Guard::Limit { .. } => too_often(1),
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
