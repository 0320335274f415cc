//! How urgent a call is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Who waits for a call. The order is that in which they go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
#[repr(u8)]
pub enum Class {
    /// Somebody waits for just this: the answer in a conversation.
    Answer,
    /// Somebody waits for what comes of it: what a conversation must know before it can answer.
    Read,
    /// Nobody waits: what is told on an occasion, to many, at a time.
    Notice,
    /// Looking after things: what was missed, webhooks.
    Housekeeping,
}

impl Class {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Answer, Self::Read, Self::Notice, Self::Housekeeping];

    fn of(byte: u8) -> Self {
        Self::ALL.into_iter().find(|class| *class as u8 == byte).unwrap_or(Self::Housekeeping)
    }
}

/// The class of something that waits. Clones are the same one: whoever comes to wait behind it may raise it.
#[derive(Clone, Debug)]
pub struct Urgency(Arc<AtomicU8>);

tokio::task_local! {
    /// That of what the task does now: calls are made deep in what is done for a person or for nobody.
    static NOW: Urgency;
}

impl Urgency {
    /// One of this class.
    #[must_use]
    pub fn new(class: Class) -> Self {
        Self(Arc::new(AtomicU8::new(class as u8)))
    }

    /// Its class by now.
    #[must_use]
    pub fn class(&self) -> Class {
        Class::of(self.0.load(Ordering::Acquire))
    }

    /// Makes it as urgent as `class`; never less urgent.
    pub fn raise(&self, class: Class) {
        self.0.fetch_min(class as u8, Ordering::AcqRel);
    }

    /// Does `work`; the calls that it makes are as urgent as this.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        NOW.scope(self, work).await
    }

    /// That of what is being done; of a call outside any of it, somebody may wait for what it tells.
    pub(super) fn now() -> Self {
        NOW.try_with(Clone::clone).unwrap_or_else(|_| Self::new(Class::Read))
    }
}
