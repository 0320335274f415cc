//! How urgent a call is.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

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
pub struct Urgency(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    class: AtomicU8,
    /// The lines in which it waits, and by which number: they hear when it is raised.
    lines: Mutex<Vec<(Weak<Raised>, u64)>>,
}

/// What a line hears of those in it: the numbers of who was raised.
#[derive(Debug, Default)]
pub(super) struct Raised(Mutex<Vec<u64>>);

tokio::task_local! {
    /// That of what the task does now: calls are made deep in what is done for a person or for nobody.
    static NOW: Urgency;
}

impl Urgency {
    /// One of this class.
    #[must_use]
    pub fn new(class: Class) -> Self {
        Self(Arc::new(Inner { class: AtomicU8::new(class as u8), lines: Mutex::default() }))
    }

    /// Its class by now.
    #[must_use]
    pub fn class(&self) -> Class {
        #[cfg(test)]
        looks::count();
        Class::of(self.0.class.load(Ordering::Acquire))
    }

    /// Makes it as urgent as `class`; never less urgent.
    pub fn raise(&self, class: Class) {
        if self.0.class.fetch_min(class as u8, Ordering::AcqRel) <= class as u8 {
            return;
        }
        for (line, number) in &*self.lines() {
            if let Some(line) = line.upgrade() {
                line.numbers().push(*number);
            }
        }
    }

    /// From now on `line` hears when it is raised.
    pub(super) fn tells(&self, line: &Arc<Raised>, number: u64) {
        self.lines().push((Arc::downgrade(line), number));
    }

    /// `line` hears of it no more.
    pub(super) fn tells_no_more(&self, line: &Arc<Raised>, number: u64) {
        self.lines().retain(|(other, own)| *own != number || other.as_ptr() != Arc::as_ptr(line));
    }

    fn lines(&self) -> MutexGuard<'_, Vec<(Weak<Raised>, u64)>> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does `work`; the calls that it makes are as urgent as this.
    pub fn scope<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        NOW.scope(self, work)
    }

    /// Whether what is being done waits for as long as Webex cannot be reached: what a run is on the way to must not
    /// be lost. What looks after things comes again by itself, and outside of it all somebody wants to know.
    pub(in crate::webex) fn insists() -> bool {
        NOW.try_with(Self::class).is_ok_and(|class| class != Class::Housekeeping)
    }

    /// That of what is being done; of a call outside any of it, somebody may wait for what it tells.
    pub(super) fn now() -> Self {
        NOW.try_with(Clone::clone).unwrap_or_else(|_| Self::new(Class::Read))
    }
}

impl Raised {
    /// Who was raised since this was asked last.
    pub(super) fn take(&self) -> Vec<u64> {
        std::mem::take(&mut *self.numbers())
    }

    fn numbers(&self) -> MutexGuard<'_, Vec<u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How often a class was looked at in this thread: what a turn costs, without a clock.
#[cfg(test)]
pub(crate) mod looks {
    use std::cell::Cell;

    thread_local! {
        static LOOKS: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn count() {
        LOOKS.set(LOOKS.get() + 1);
    }

    /// How often since the last time this was asked.
    pub(crate) fn taken() -> usize {
        LOOKS.replace(0)
    }
}
