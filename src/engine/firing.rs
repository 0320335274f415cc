//! Which timers are being handled. Those that can wait and the others are counted apart, so that many of the
//! ones, each behind a message that cannot go out yet, are not in the way of the others.

use super::store::TimerRecord;
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Of one kind that are handled at once; those that are due beyond wait in the store: after a long time off, any
/// number may be due.
const ENOUGH: usize = 400;

/// Timers that are being handled, by id.
#[derive(Debug, Default)]
pub(super) struct Firing {
    prompt: Mutex<BTreeSet<SmolStr>>,
    can_wait: Mutex<BTreeSet<SmolStr>>,
}

impl Firing {
    /// A timer begins to be handled. Returns whether it was not already.
    pub(super) fn begin(&self, timer: &TimerRecord) -> bool {
        self.of(timer.can_wait).insert(timer.id.clone())
    }

    pub(super) fn done(&self, timer: &TimerRecord) {
        self.of(timer.can_wait).remove(&timer.id);
    }

    pub(super) fn has(&self, timer: &TimerRecord) -> bool {
        self.of(timer.can_wait).contains(&timer.id)
    }

    pub(super) fn len(&self, can_wait: bool) -> usize {
        self.of(can_wait).len()
    }

    /// Whether so many are being handled that more would only fill the memory.
    pub(super) fn is_enough(&self, can_wait: bool) -> bool {
        self.len(can_wait) >= ENOUGH
    }

    fn of(&self, can_wait: bool) -> MutexGuard<'_, BTreeSet<SmolStr>> {
        let which = if can_wait { &self.can_wait } else { &self.prompt };
        which.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
