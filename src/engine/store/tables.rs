//! The tables of the memory store, with the indexes that its lookups need.

use super::{
    Backlog, Change, Commit, EffectKey, EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord,
    Silence, StateName, StoreError, StoredState, TimerRecord, WaitRecord,
};
use crate::base::limits;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

/// Mailbox, time sent, count of puts: the order of handling.
type EventOrder = (SmolStr, i64, u64);
/// Whether it can wait, when it is due, its id.
type TimerOrder = (bool, i64, SmolStr);

#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Counts rows, so that equals keep the order of their commits.
    count: u64,
    seen: HashMap<SmolStr, i64>,
    events: BTreeMap<EventOrder, EventRecord>,
    event_order: HashMap<SmolStr, EventOrder>,
    runs: HashMap<SmolStr, RunRecord>,
    ready: BTreeSet<SmolStr>,
    states: BTreeMap<StateName, StoredState>,
    effects: BTreeMap<u64, EffectRecord>,
    effect_order: HashMap<EffectKey, u64>,
    lanes: BTreeSet<(SmolStr, u64)>,
    timers: BTreeMap<TimerOrder, TimerRecord>,
    timer_order: HashMap<SmolStr, TimerOrder>,
    waits: BTreeMap<(SmolStr, u64), WaitRecord>,
    wait_places: HashMap<SmolStr, Vec<(SmolStr, u64)>>,
    programs: BTreeMap<SmolStr, ProgramRecord>,
}

impl Tables {
    /// Checks everything, then writes everything.
    pub(super) fn apply(&mut self, commit: Commit) -> Result<(), StoreError> {
        self.check(&commit)?;
        if let Some(seen) = commit.seen {
            self.seen.insert(seen.key, seen.at_ms);
        }
        commit.events.into_iter().for_each(|change| self.change_event(change));
        commit.runs.into_iter().for_each(|change| self.change_run(change));
        for write in commit.states {
            if let Some(value) = write.value {
                self.states.insert(write.name, StoredState { version: write.version + 1, value });
            }
        }
        commit.effects.into_iter().for_each(|change| self.change_effect(change));
        for (key, begun) in commit.begun {
            if let Some(effect) = self.effect_order.get(&key).and_then(|order| self.effects.get_mut(order)) {
                effect.begun = begun;
            }
        }
        commit.timers.into_iter().for_each(|change| self.change_timer(change));
        commit.waits.into_iter().for_each(|change| self.change_wait(change));
        Ok(())
    }

    fn check(&self, commit: &Commit) -> Result<(), StoreError> {
        if let Some(seen) = &commit.seen {
            let before = self.seen.get(&seen.key);
            if before.is_some_and(|at_ms| seen.at_ms.saturating_sub(*at_ms) < limits::DEDUPE_MS) {
                return Err(StoreError::Duplicate);
            }
        }
        let version_of_state = |name| self.states.get(name).map_or(0, |stored| stored.version);
        let changed = commit.states.iter().filter(|write| version_of_state(&write.name) != write.version);
        let states: Vec<StateName> = changed.map(|write| write.name.clone()).collect();
        let version_of_run = |id| self.runs.get(id).map_or(0, |run: &RunRecord| run.version);
        let changed = commit.runs.iter().filter_map(|change| match change {
            Change::Put(run) if version_of_run(&run.id) != run.version => Some(run.id.clone()),
            Change::Put(_) | Change::Remove(_) => None,
        });
        let runs: Vec<SmolStr> = changed.collect();
        if !(states.is_empty() && runs.is_empty()) {
            return Err(StoreError::Conflict { states, runs });
        }
        if commit.silence.as_ref().is_some_and(|silence| self.hears(silence)) {
            return Err(StoreError::Heard);
        }
        Ok(())
    }

    fn hears(&self, silence: &Silence) -> bool {
        let [from, to] = [&silence.from, &silence.to].map(|mailbox| (mailbox.clone(), i64::MIN, 0));
        self.events.range(from..to).any(|(_, event)| event.sent_ms <= silence.until_ms)
    }

    fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    fn change_event(&mut self, change: Change<EventRecord, SmolStr>) {
        let id = match &change {
            Change::Put(event) => &event.id,
            Change::Remove(id) => id,
        };
        if let Some(order) = self.event_order.remove(id) {
            self.events.remove(&order);
        }
        if let Change::Put(event) = change {
            let order = (event.mailbox.clone(), event.sent_ms, self.next());
            self.event_order.insert(event.id.clone(), order.clone());
            self.events.insert(order, event);
        }
    }

    fn change_run(&mut self, change: Change<RunRecord, SmolStr>) {
        match change {
            Change::Put(mut run) => {
                run.version += 1;
                if run.ready {
                    self.ready.insert(run.id.clone());
                } else {
                    self.ready.remove(&run.id);
                }
                self.runs.insert(run.id.clone(), run);
            }
            Change::Remove(id) => {
                self.ready.remove(&id);
                self.runs.remove(&id);
            }
        }
    }

    fn change_effect(&mut self, change: Change<EffectRecord, EffectKey>) {
        match change {
            Change::Put(effect) => {
                if self.effect_order.contains_key(&effect.key) {
                    return;
                }
                let order = self.next();
                self.effect_order.insert(effect.key.clone(), order);
                self.lanes.insert((effect.lane.clone(), order));
                self.effects.insert(order, effect);
            }
            Change::Remove(key) => {
                let Some(order) = self.effect_order.remove(&key) else { return };
                if let Some(effect) = self.effects.remove(&order) {
                    self.lanes.remove(&(effect.lane, order));
                }
            }
        }
    }

    fn change_timer(&mut self, change: Change<TimerRecord, SmolStr>) {
        let id = match &change {
            Change::Put(timer) => timer.id.clone(),
            Change::Remove(id) => id.clone(),
        };
        if let Some(order) = self.timer_order.remove(&id) {
            self.timers.remove(&order);
        }
        if let Change::Put(timer) = change {
            let order = (timer.can_wait, timer.due_ms, id.clone());
            self.timer_order.insert(id, order.clone());
            self.timers.insert(order, timer);
        }
    }

    fn change_wait(&mut self, change: Change<WaitRecord, SmolStr>) {
        match change {
            Change::Put(wait) => {
                let place = (wait.place.clone(), self.next());
                let places = self.wait_places.entry(wait.run.clone()).or_default();
                // Put again, it is the newest one.
                if let Some(at) = places.iter().position(|(other, _)| *other == wait.place) {
                    self.waits.remove(&places.swap_remove(at));
                }
                places.push(place.clone());
                self.waits.insert(place, wait);
            }
            Change::Remove(run) => {
                for place in self.wait_places.remove(&run).unwrap_or_default() {
                    self.waits.remove(&place);
                }
            }
        }
    }

    pub(super) fn run(&self, id: &SmolStr) -> Option<RunRecord> {
        self.runs.get(id).cloned()
    }

    pub(super) fn ready_runs(&self, after: Option<SmolStr>, limit: usize) -> Vec<RunRecord> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let ids = self.ready.range((from, Bound::Unbounded)).take(limit);
        ids.filter_map(|id| self.runs.get(id).cloned()).collect()
    }

    pub(super) fn runs_of(&self, program: &SmolStr, after: Option<&SmolStr>, limit: usize) -> Vec<RunRecord> {
        let mut runs: Vec<&RunRecord> = self.runs.values().filter(|run| run.program == *program).collect();
        runs.sort_by(|a, b| a.id.cmp(&b.id));
        let later = runs.into_iter().filter(|run| after.is_none_or(|after| run.id > *after));
        later.take(limit).cloned().collect()
    }

    pub(super) fn state(&self, name: &StateName) -> Option<StoredState> {
        self.states.get(name).cloned()
    }

    pub(super) fn values_of(
        &self,
        state: &SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> Vec<(StateName, StoredState)> {
        let name = |owner| StateName { state: state.clone(), owner };
        let from =
            after.map_or(Bound::Included(name(SmolStr::default())), |owner| Bound::Excluded(name(owner)));
        let rows = self.states.range((from, Bound::Unbounded)).take_while(|(name, _)| name.state == *state);
        rows.take(limit).map(|(name, stored)| (name.clone(), stored.clone())).collect()
    }

    pub(super) fn mailboxes(&self, after: Option<SmolStr>, limit: usize) -> Vec<SmolStr> {
        let mut found: Vec<SmolStr> = Vec::new();
        let mut last = after;
        while found.len() < limit {
            let from = last
                .take()
                .map_or(Bound::Unbounded, |mailbox| Bound::Excluded((mailbox, i64::MAX, u64::MAX)));
            let Some(((mailbox, _, _), _)) = self.events.range((from, Bound::Unbounded)).next() else {
                break;
            };
            found.push(mailbox.clone());
            last = Some(mailbox.clone());
        }
        found
    }

    pub(super) fn events(&self, mailbox: &SmolStr, limit: usize) -> Vec<EventRecord> {
        let first = (mailbox.clone(), i64::MIN, 0);
        let last = (mailbox.clone(), i64::MAX, u64::MAX);
        self.events.range(first..=last).take(limit).map(|(_, event)| event.clone()).collect()
    }

    pub(super) fn effects(&self, skip: usize, limit: usize) -> Vec<EffectRecord> {
        self.effects.values().skip(skip).take(limit).cloned().collect()
    }

    pub(super) fn effects_of_lane(&self, lane: &SmolStr) -> Vec<EffectRecord> {
        let orders = self.lanes.range((lane.clone(), 0)..=(lane.clone(), u64::MAX));
        orders.filter_map(|(_, order)| self.effects.get(order).cloned()).collect()
    }

    pub(super) fn waits(&self, place: &SmolStr) -> Vec<WaitRecord> {
        let all = self.waits.range((place.clone(), 0)..=(place.clone(), u64::MAX));
        all.rev().map(|(_, wait)| wait.clone()).collect()
    }

    pub(super) fn timer(&self, id: &SmolStr) -> Option<TimerRecord> {
        self.timers.get(self.timer_order.get(id)?).cloned()
    }

    pub(super) fn timers_due(&self, can_wait: bool, now_ms: i64, limit: usize) -> Vec<TimerRecord> {
        let due = self.timers_of(can_wait).take_while(|timer| timer.due_ms <= now_ms);
        due.take(limit).cloned().collect()
    }

    pub(super) fn next_timer(&self, can_wait: bool) -> Option<i64> {
        self.timers_of(can_wait).next().map(|timer| timer.due_ms)
    }

    fn timers_of(&self, can_wait: bool) -> impl Iterator<Item = &TimerRecord> {
        let rows = self.timers.range((can_wait, i64::MIN, SmolStr::default())..);
        rows.map(|(_, timer)| timer).take_while(move |timer| timer.can_wait == can_wait)
    }

    pub(super) fn put_program(&mut self, program: ProgramRecord) {
        self.programs.entry(program.id.clone()).or_insert(program);
    }

    pub(super) fn program(&self, id: &SmolStr) -> Option<ProgramRecord> {
        self.programs.get(id).cloned()
    }

    pub(super) fn program_uses(&self) -> Vec<ProgramUse> {
        let count = |of: usize| u64::try_from(of).unwrap_or(u64::MAX);
        let uses = self.programs.values().map(|ProgramRecord { id, kept_ms, .. }| ProgramUse {
            id: id.clone(),
            kept_ms: *kept_ms,
            runs: count(self.runs.values().filter(|run| run.program == *id).count()),
            timers: count(self.timers.values().filter(|timer| timer.program.as_ref() == Some(id)).count()),
        });
        let mut uses: Vec<ProgramUse> = uses.collect();
        uses.sort_by_key(|program| program.kept_ms);
        uses
    }

    pub(super) fn drop_unused_programs(&mut self, keep: &[SmolStr]) -> Vec<SmolStr> {
        let of_runs = self.runs.values().map(|run| &run.program);
        let of_timers = self.timers.values().filter_map(|timer| timer.program.as_ref());
        let used: BTreeSet<SmolStr> = of_runs.chain(of_timers).chain(keep).cloned().collect();
        let unused: Vec<SmolStr> = self.programs.keys().filter(|id| !used.contains(*id)).cloned().collect();
        for id in &unused {
            self.programs.remove(id);
        }
        unused
    }

    pub(super) fn was_seen(&self, key: &SmolStr) -> bool {
        self.seen.contains_key(key)
    }

    pub(super) fn forget_seen(&mut self, before_ms: i64) -> usize {
        let before = self.seen.len();
        self.seen.retain(|_, at_ms| *at_ms >= before_ms);
        before - self.seen.len()
    }

    pub(super) fn backlog(&self) -> Backlog {
        let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        Backlog {
            waiting: count(self.runs.len() - self.ready.len()),
            outgoing: count(self.effects.len()),
            events: count(self.events.len()),
        }
    }

    pub(super) fn clear_states(&mut self) {
        self.states.clear();
    }
}
