//! Which timers are being handled. Those that can wait and the others are counted apart, so that many of the
//! ones, each behind a message that cannot go out yet, are not in the way of the others.

use super::store::TimerRecord;
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Of one kind that are handled at once; those that are due beyond wait in the store: after a long time off, any
/// number may be due.
const ENOUGH: usize = 400;
/// That are held back at once; where more are due, whatever comes after them in the store waits too.
const HELD_MAX: usize = 20_000;

/// Timers that are being handled, by id.
#[derive(Debug, Default)]
pub(super) struct Firing {
    prompt: Mutex<BTreeSet<SmolStr>>,
    can_wait: Mutex<BTreeSet<SmolStr>>,
    /// Those of the prompt ones that are held back, by their time: they are due, and nothing is done for them yet.
    held: Mutex<BTreeSet<(i64, SmolStr)>>,
    /// Ends of questions before which it is looked for their answers.
    looked_for: Mutex<BTreeSet<SmolStr>>,
    /// Ends of questions before which an event of the room is handled, by the room.
    behind: Mutex<HashMap<SmolStr, Vec<TimerRecord>>>,
}

impl Firing {
    /// A timer begins to be handled. Returns whether it was not already.
    pub(super) fn begin(&self, timer: &TimerRecord) -> bool {
        self.of(timer.can_wait).insert(timer.id.clone())
    }

    pub(super) fn done(&self, timer: &TimerRecord) {
        self.of(timer.can_wait).remove(&timer.id);
    }

    /// A timer that began to be handled is held back until it is released.
    pub(super) fn hold(&self, timer: &TimerRecord) {
        self.held().insert((timer.due_ms, timer.id.clone()));
    }

    /// Those that were due until then are held back no more.
    pub(super) fn release(&self, until_ms: i64) {
        let mut held = self.held();
        while let Some((due_ms, _)) = held.first()
            && *due_ms <= until_ms
        {
            if let Some((_, id)) = held.pop_first() {
                self.of(false).remove(&id);
            }
        }
    }

    /// Before this end of a question it is looked for the answer.
    pub(super) fn looks_for(&self, timer: &TimerRecord) {
        self.looked().insert(timer.id.clone());
    }

    /// It was looked for.
    pub(super) fn looked_for(&self, timer: &TimerRecord) {
        self.looked().remove(&timer.id);
    }

    /// The end of a question may have to wait until what waits in this room was handled.
    pub(super) fn stands_behind(&self, room: &SmolStr, timer: &TimerRecord) {
        self.behind().entry(room.clone()).or_default().push(timer.clone());
    }

    /// It does not.
    pub(super) fn goes_ahead(&self, room: &SmolStr, timer: &TimerRecord) {
        let mut behind = self.behind();
        let Some(timers) = behind.get_mut(room) else { return };
        timers.retain(|other| other.id != timer.id);
        if timers.is_empty() {
            behind.remove(room);
        }
    }

    /// Something of this room was handled: what stands behind it is to be tried again.
    pub(super) fn next_in(&self, room: &str) -> Vec<TimerRecord> {
        self.behind().remove(room).unwrap_or_default()
    }

    /// All that stands behind something, to be tried again.
    pub(super) fn next_anywhere(&self) -> Vec<TimerRecord> {
        std::mem::take(&mut *self.behind()).into_values().flatten().collect()
    }

    pub(super) fn has(&self, timer: &TimerRecord) -> bool {
        self.of(timer.can_wait).contains(&timer.id)
    }

    pub(super) fn len(&self, can_wait: bool) -> usize {
        self.of(can_wait).len()
    }

    /// Whether so many are being handled that more would only fill the memory.
    pub(super) fn is_enough(&self, can_wait: bool) -> bool {
        let behind = || self.behind().values().map(Vec::len).sum::<usize>();
        let held = if can_wait { 0 } else { self.held().len() + behind() + self.looked().len() };
        held >= HELD_MAX || self.len(can_wait) >= held.saturating_add(ENOUGH)
    }

    fn held(&self) -> MutexGuard<'_, BTreeSet<(i64, SmolStr)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn looked(&self) -> MutexGuard<'_, BTreeSet<SmolStr>> {
        self.looked_for.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn behind(&self) -> MutexGuard<'_, HashMap<SmolStr, Vec<TimerRecord>>> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, can_wait: bool) -> MutexGuard<'_, BTreeSet<SmolStr>> {
        let which = if can_wait { &self.can_wait } else { &self.prompt };
        which.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
