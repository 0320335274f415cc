//! An effect on its way out, with its place in the order of what goes where it goes.

use super::codec::{effect_record, lane};
use super::core::Core;
use super::hurry;
use super::lanes::Place;
use super::parking::asked_lanes;
use super::store::{Change, Commit, EffectRecord, StoreError};
use crate::value::Effect;
use crate::vm::{EffectId, Run, Waiting};
use crate::webex::queue::{Behind, Class, Urgency};
use smol_str::SmolStr;
use std::sync::PoisonError;

/// An effect before the commit that holds it.
#[derive(Debug)]
pub(super) struct Leaving {
    id: EffectId,
    effect: Effect,
    record: EffectRecord,
    class: Class,
    /// Its room, then of whom is asked.
    lanes: Vec<SmolStr>,
}

/// An effect whose place was taken before the commit that holds it: what goes to one room goes out in
/// the order of the commits, whichever run it is of.
#[derive(Debug)]
pub(super) struct Going {
    pub(super) id: EffectId,
    pub(super) effect: Effect,
    /// Whoever comes to stand behind it may be in more of a hurry.
    pub(super) urgency: Urgency,
    /// Whether nothing was before it when it came.
    pub(super) first: bool,
    /// Counts it in the queue while something is before it in its room.
    behind: Option<Behind>,
    /// Given up when the effect is done.
    lane: Option<Place>,
    /// Of whom is asked by it; given up with this.
    asked: Vec<Place>,
}

impl Leaving {
    /// `effect`, which `run` waits for; of the engine's own there is none.
    pub(super) fn new(
        run: Option<&Run>,
        awaited: bool,
        id: EffectId,
        mailbox: &SmolStr,
        effect: Effect,
    ) -> Result<Self, StoreError> {
        let question = run.filter(|run| matches!(run.waiting, Waiting::Asking(_)));
        let question = question.and_then(|run| run.question.as_deref());
        let mut lanes = vec![lane(&effect)];
        lanes.extend(question.map(asked_lanes).unwrap_or_default());
        let record = effect_record(&id, mailbox, &effect)?;
        Ok(Self { class: hurry::of_effect(run, &effect, awaited), id, effect, record, lanes })
    }

    /// One of the engine's own.
    pub(super) fn of_engine(id: EffectId, mailbox: &SmolStr, effect: Effect) -> Result<Self, StoreError> {
        Self::new(None, false, id, mailbox, effect)
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
        Leaving::new(Some(run), self.awaited(run, mailbox), id, mailbox, effect)
    }

    /// Whether somebody waits for a run besides those whom it talks to: the caller of the webhook that it came
    /// from, or who wrote in its conversation meanwhile.
    pub(super) fn awaited(&self, run: &Run, mailbox: &SmolStr) -> bool {
        self.responders.awaits(&run.id.0) || self.mailboxes.is_awaited(mailbox)
    }

    /// Commits, with effects that are to go out then. Their places have the order of the commits, so that a
    /// restart, which knows only the commits, gives them the same ones.
    pub(super) async fn commit_leaving(
        &self,
        mut commit: Commit,
        leaving: Vec<Leaving>,
    ) -> Result<Vec<Going>, StoreError> {
        commit.effects.extend(leaving.iter().map(|it| Change::Put(it.record.clone())));
        let timers = !commit.timers.is_empty();
        let (goings, committed) = {
            let _order = self.leaving.lock().unwrap_or_else(PoisonError::into_inner);
            let goings: Vec<Going> = leaving.into_iter().map(|it| self.going(it)).collect();
            (goings, self.store.commit(commit))
        };
        committed.await?;
        if timers {
            self.timers_changed.notify_one();
        }
        Ok(goings)
    }

    /// Takes the place of an effect.
    pub(super) fn going(&self, leaving: Leaving) -> Going {
        let Leaving { id, effect, class, lanes, .. } = leaving;
        let urgency = Urgency::new(class);
        let mut asked = self.lanes.enter_all(&lanes, &urgency);
        let first = !asked.iter_mut().any(Place::is_behind);
        let mut lane = (!asked.is_empty()).then(|| asked.remove(0));
        let behind = lane.as_mut().is_some_and(Place::is_behind).then(|| self.queue().behind());
        Going { id, effect, urgency, first, behind, lane, asked }
    }
}

impl Going {
    /// Its places in lanes, by name.
    pub(super) fn places(&self) -> Vec<(SmolStr, u64)> {
        self.asked.iter().chain(&self.lane).map(Place::name).collect()
    }

    /// Waits until nothing is before it.
    pub(super) async fn turn(&mut self) {
        for place in self.asked.iter_mut().chain(&mut self.lane) {
            place.turn().await;
        }
        self.behind = None;
    }

    /// The effect is done: the next one may go out.
    pub(super) fn done(&mut self) {
        self.lane = None;
    }
}
