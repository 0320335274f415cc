//! What calls are made for: a name that Webex is told, and the turn that it has already.

use super::queue::{Queue, Slot};
use smol_str::SmolStr;
use std::cell::RefCell;

/// Something that is done for an effect.
#[derive(Debug)]
pub struct Errand {
    name: SmolStr,
    slot: RefCell<Option<Slot>>,
}

tokio::task_local! {
    /// That of what the task does now.
    static NOW: Errand;
}

impl Errand {
    /// One of this name (letters, digits, `-` and `_`), whose first call has its turn.
    #[must_use]
    pub fn new(name: SmolStr, slot: Option<Slot>) -> Self {
        Self { name, slot: RefCell::new(slot) }
    }

    /// Does `work`; its first call takes the turn.
    pub fn scope<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        NOW.scope(self, work)
    }

    /// What the calls of the task are made for, where it has a name.
    #[must_use]
    pub fn name() -> Option<SmolStr> {
        NOW.try_with(|errand| errand.name.clone()).ok()
    }

    /// The turn in `queue` that the task has already.
    pub(super) fn turn(queue: &Queue) -> Option<Slot> {
        let slot = NOW.try_with(|errand| errand.slot.take()).ok().flatten();
        slot.filter(|slot| slot.is_of(queue))
    }
}
