//! An effect on its way out, with its place in the order of what goes where it goes.

use super::codec::{effect_key, effect_record};
use super::core::Core;
use super::hurry;
use super::lanes::Place;
use super::parking::asked_lanes;
use super::store::{Change, Commit, EffectRecord, Store, StoreError};
use crate::value::{Effect, RoomChange};
use crate::vm::{EffectId, Run, RunContext, Waiting};
use crate::webex::queue::{Behind, Class, Errand, Slot, Urgency};
use smol_str::{SmolStr, format_smolstr};
use std::sync::PoisonError;

/// An effect before the commit that holds it.
#[derive(Debug)]
pub(super) struct Leaving {
    wanted: Wanted,
    record: EffectRecord,
}

/// What is to be done, and where it is to stand.
#[derive(Debug)]
struct Wanted {
    id: EffectId,
    effect: Effect,
    class: Class,
    /// Its room, then of whom is asked.
    lanes: Vec<SmolStr>,
}

/// Where an effect stands.
#[derive(Debug)]
struct Standing {
    /// Whoever comes to stand behind it may be in more of a hurry.
    urgency: Urgency,
    /// Counts it in the queue while something is before it in its room.
    behind: Option<Behind>,
    /// Given up when the effect is done.
    lane: Option<Place>,
    /// Of whom is asked by it; given up with this.
    asked: Vec<Place>,
    /// The turn of its first call, where it has one already.
    slot: Option<Slot>,
    /// Whether it is stored that it may have been tried.
    begun: bool,
}

/// An effect whose place was taken before the commit that holds it: what goes to one room goes out in
/// the order of the commits, whichever run it is of.
#[derive(Debug)]
pub(super) struct Going {
    pub(super) id: EffectId,
    pub(super) effect: Effect,
    standing: Standing,
}

/// Whether it matters if an effect was tried: what can be there twice, or must not. Anything else is the same once
/// and twice.
fn counts(effect: &Effect) -> bool {
    match effect {
        Effect::Say { .. } | Effect::Http(_) | Effect::Room(RoomChange::Create { .. }) => true,
        Effect::Room(_)
        | Effect::Edit { .. }
        | Effect::Delete { .. }
        | Effect::Respond { .. }
        | Effect::Later { .. }
        | Effect::Start { .. } => false,
    }
}

/// Whether an effect takes a turn in the queue to Webex.
fn takes_turn(effect: &Effect) -> bool {
    match effect {
        Effect::Say { .. } | Effect::Edit { .. } | Effect::Delete { .. } | Effect::Room(_) => true,
        Effect::Http(_) | Effect::Respond { .. } | Effect::Later { .. } | Effect::Start { .. } => false,
    }
}

impl Leaving {
    /// `effect`, which `run` waits for; of the engine's own there is none.
    pub(super) fn new(
        (run, awaited): (Option<&Run>, bool),
        context: &RunContext,
        id: EffectId,
        mailbox: &SmolStr,
        effect: Effect,
    ) -> Result<Self, StoreError> {
        let record = effect_record(&id, mailbox, &effect, context)?;
        let lane = record.lane.clone();
        Ok(Self { wanted: Wanted::new((run, awaited), id, effect, lane), record })
    }

    /// One of the engine's own, in what is going on.
    pub(super) fn of_engine(
        context: &RunContext,
        id: EffectId,
        mailbox: &SmolStr,
        effect: Effect,
    ) -> Result<Self, StoreError> {
        Self::new((None, false), context, id, mailbox, effect)
    }
}

impl Core {
    /// An effect that `run` waits for.
    pub(super) fn leaving_of(
        &self,
        run: &Run,
        mailbox: &SmolStr,
        id: EffectId,
        effect: Effect,
    ) -> Result<Leaving, StoreError> {
        Leaving::new((Some(run), self.awaited(run, mailbox)), &run.context, id, mailbox, effect)
    }

    /// Whether somebody waits for a run besides those whom it talks to: the caller of the webhook that it came
    /// from, or who wrote in its conversation meanwhile.
    pub(super) fn awaited(&self, run: &Run, mailbox: &SmolStr) -> bool {
        self.responders.awaits(&run.id.0) || self.mailboxes.is_awaited(mailbox)
    }

    /// Commits, with effects that are to go out then. Their places have the order of the commits, so that a
    /// restart, which knows only the commits, gives them the same ones: a commit that the store could not do gives
    /// its places up, and takes new ones when it is asked for again.
    pub(super) async fn commit_leaving(
        &self,
        mut commit: Commit,
        leaving: Vec<Leaving>,
    ) -> Result<Vec<Going>, StoreError> {
        let timers = !commit.timers.is_empty();
        let before = commit.effects.len();
        let mut wanted = Vec::with_capacity(leaving.len());
        for leaving in leaving {
            wanted.push(leaving.wanted);
            commit.effects.push(Change::Put(leaving.record));
        }
        let mut failures = 0;
        let standing = loop {
            let (standing, attempt) = {
                let _order = self.leaving.lock().unwrap_or_else(PoisonError::into_inner);
                let standing: Vec<Standing> = wanted.iter().map(|it| self.stand(it)).collect();
                for (change, standing) in commit.effects.iter_mut().skip(before).zip(&standing) {
                    if let Change::Put(record) = change {
                        record.begun = standing.begun;
                    }
                }
                (standing, self.patient.attempt(commit))
            };
            match attempt.await {
                Ok(()) => break standing,
                Err(refused) => {
                    drop(standing);
                    commit = self.patient.again(refused, &mut failures).await?;
                }
            }
        };
        if timers {
            self.timers_changed.notify_one();
        }
        let goings = wanted.into_iter().zip(standing);
        Ok(goings.map(|(Wanted { id, effect, .. }, standing)| Going { id, effect, standing }).collect())
    }

    /// Takes the places of an effect, and the turn of its first call if there is one: then it is begun with the
    /// commit that holds it.
    fn stand(&self, Wanted { effect, class, lanes, .. }: &Wanted) -> Standing {
        let urgency = Urgency::new(*class);
        let mut asked = self.lanes.enter_all(lanes, &urgency);
        let first = !asked.iter_mut().any(Place::is_behind);
        let mut lane = (!asked.is_empty()).then(|| asked.remove(0));
        let behind = lane.as_mut().is_some_and(Place::is_behind).then(|| self.queue().behind());
        let at_once = first && counts(effect);
        let slot = (at_once && takes_turn(effect)).then(|| self.queue().slot_now(&urgency)).flatten();
        let begun = !counts(effect) || (at_once && (slot.is_some() || !takes_turn(effect)));
        Standing { urgency, behind, lane, asked, slot, begun }
    }

    /// An effect of before the start, with its places.
    pub(super) fn going_again(
        &self,
        run: Option<&Run>,
        id: EffectId,
        effect: Effect,
        (lane, begun): (SmolStr, bool),
    ) -> Going {
        let wanted = Wanted::new((run, false), id, effect, lane);
        let standing = Standing { begun, slot: None, ..self.stand(&wanted) };
        Going { id: wanted.id, effect: wanted.effect, standing }
    }

    /// Waits until nothing is before an effect and its first call has a turn. From then on it is known that it may
    /// have been tried.
    pub(super) async fn begin_effect(&self, going: &mut Going) -> Result<(), StoreError> {
        let standing = &mut going.standing;
        for place in standing.asked.iter_mut().chain(&mut standing.lane) {
            place.turn().await;
        }
        standing.behind = None;
        if !counts(&going.effect) {
            return Ok(());
        }
        loop {
            if standing.slot.is_none() && takes_turn(&going.effect) {
                let slot = async { self.queue().slot(&self.queue().ticket()).await };
                standing.slot = Some(standing.urgency.clone().scope(slot).await);
            }
            if !standing.begun {
                self.mark(&going.id, true).await?;
                standing.begun = true;
            }
            if standing.slot.is_none() || self.queue().depth().paused_ms == 0 {
                return Ok(());
            }
            // Webex has asked for a pause since: nothing is tried before it is over.
            standing.slot = None;
            self.mark(&going.id, false).await?;
            standing.begun = false;
        }
    }

    async fn mark(&self, id: &EffectId, begun: bool) -> Result<(), StoreError> {
        let begun = vec![(effect_key(id), begun)];
        self.store.commit(Commit { begun, ..Commit::default() }).await
    }
}

impl Wanted {
    fn new((run, awaited): (Option<&Run>, bool), id: EffectId, effect: Effect, lane: SmolStr) -> Self {
        let question = run.filter(|run| matches!(run.waiting, Waiting::Asking(_)));
        let question = question.and_then(|run| run.question.as_deref());
        let mut lanes = vec![lane];
        lanes.extend(question.map(asked_lanes).unwrap_or_default());
        Self { class: hurry::of_effect(run, &effect, awaited), id, effect, lanes }
    }
}

impl Going {
    pub(super) fn urgency(&self) -> Urgency {
        self.standing.urgency.clone()
    }

    /// Its places in lanes, by name.
    pub(super) fn places(&self) -> Vec<(SmolStr, u64)> {
        self.standing.asked.iter().chain(&self.standing.lane).map(Place::name).collect()
    }

    /// What its calls are made for; the first of them has its turn.
    pub(super) fn errand(&mut self) -> Errand {
        let EffectId { run, sequence } = &self.id;
        Errand::new(format_smolstr!("{run}_{sequence}"), self.standing.slot.take())
    }

    /// Whether it may have been tried.
    pub(super) fn is_begun(&self) -> bool {
        self.standing.begun
    }

    /// It was said that it may have been tried: from here on it is as one that was not.
    pub(super) fn begins_anew(&mut self) {
        self.standing.begun = false;
    }

    /// The effect is done: the next one may go out.
    pub(super) fn done(&mut self) {
        self.standing.lane = None;
    }
}
