//! What every store can do.

use super::{
    Backlog, Commit, EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord, StateName, StoredState,
    TimerRecord, WaitRecord,
};
use smol_str::SmolStr;
use std::future::Future;
use std::pin::Pin;

/// An answer of a store that is still to come.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// What becomes of a commit.
pub type Attempt<'a> = Pin<Box<dyn Future<Output = Result<(), Uncommitted>> + Send + 'a>>;

/// A commit that was not done.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{why}")]
pub struct Uncommitted {
    /// Why.
    pub why: StoreError,
    /// The commit, back again where it may be asked for once more.
    pub commit: Option<Box<Commit>>,
}

/// Why a store did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The delivery of the commit was seen before. Nothing was changed.
    #[error("the delivery was seen before")]
    Duplicate,
    /// Others changed these since they were read. Nothing was changed; read again and repeat.
    #[error("changed in between: {}", list(states, runs))]
    Conflict {
        /// States with another version by now.
        states: Vec<StateName>,
        /// Runs with another version by now.
        runs: Vec<SmolStr>,
    },
    /// An event waits where none may (`Commit::silence`). Nothing was changed; handle it first.
    #[error("an event waits to be handled before")]
    Heard,
    /// The store fails in a way that may pass: a full disk, an error of the device. Nothing was changed.
    #[error("the store is out of order: {0}")]
    Unavailable(String),
    /// What is on the disk is no store any more, or not all of it is. That does not pass.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The store refused, or what it holds cannot be read.
    #[error("the store failed: {0}")]
    Failed(String),
}

fn list(states: &[StateName], runs: &[SmolStr]) -> String {
    let states = states.iter().map(|name| name.state.as_str());
    states.chain(runs.iter().map(SmolStr::as_str)).collect::<Vec<_>>().join(", ")
}

/// A place for everything durable. Answers are ordered as each method says; lists are bounded by their
/// `limit` or by what one conversation, run or moment can have.
pub trait Store: Send + Sync {
    /// Does all of `commit`, or nothing. Its place in the order of commits is taken at once.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`], else [`StoreError::Conflict`], else [`StoreError::Heard`], else
    /// [`StoreError::Unavailable`] with the commit, or [`StoreError::Damaged`] or [`StoreError::Failed`].
    fn attempt(&self, commit: Commit) -> Attempt<'_>;

    /// Like [`attempt`](Self::attempt), for who does not ask again.
    ///
    /// # Errors
    /// Those of [`attempt`](Self::attempt).
    fn commit(&self, commit: Commit) -> StoreFuture<'_, ()> {
        let attempt = self.attempt(commit);
        Box::pin(async move { attempt.await.map_err(|refused| refused.why) })
    }

    /// The run with this id, with its version.
    fn run(&self, id: SmolStr) -> StoreFuture<'_, Option<RunRecord>>;

    /// At most `limit` runs that wait for nothing, in order of their ids, after the id `after`.
    fn ready_runs(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<RunRecord>>;

    /// At most `limit` runs that keep the program `program`, in order of their ids, after the id `after`.
    fn runs_of(
        &self,
        program: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<RunRecord>>;

    /// These states, in the same order; `None` for one that was never written.
    fn states(&self, names: Vec<StateName>) -> StoreFuture<'_, Vec<Option<StoredState>>>;

    /// At most `limit` values of the state `state`, in order of their owners, after the owner `after`.
    fn values_of(
        &self,
        state: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(StateName, StoredState)>>;

    /// At most `limit` mailboxes that have events waiting, in order, after the mailbox `after`.
    fn mailboxes(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<SmolStr>>;

    /// At most `limit` events that wait in `mailbox`, in the order in which they are to be handled.
    fn events(&self, mailbox: SmolStr, limit: usize) -> StoreFuture<'_, Vec<EventRecord>>;

    /// At most `limit` effects that are not done, in the order in which they were committed, after so
    /// many (`skip`) first ones.
    fn effects(&self, skip: usize, limit: usize) -> StoreFuture<'_, Vec<EffectRecord>>;

    /// The effects of one lane that are not done, in the order in which they were committed.
    fn effects_of_lane(&self, lane: SmolStr) -> StoreFuture<'_, Vec<EffectRecord>>;

    /// The open questions that listen to `places`, for one place after the other, newest first.
    fn waits(&self, places: Vec<SmolStr>) -> StoreFuture<'_, Vec<WaitRecord>>;

    /// The timer with this id.
    fn timer(&self, id: SmolStr) -> StoreFuture<'_, Option<TimerRecord>>;

    /// At most `limit` timers that are due at `now_ms` or before, earliest first: of those that can wait, or of
    /// the others.
    fn timers_due(&self, can_wait: bool, now_ms: i64, limit: usize) -> StoreFuture<'_, Vec<TimerRecord>>;

    /// When the next timer is due of those that can wait, or of the others.
    fn next_timer(&self, can_wait: bool) -> StoreFuture<'_, Option<i64>>;

    /// Keeps a program; one that is kept already stays as it is.
    fn put_program(&self, program: ProgramRecord) -> StoreFuture<'_, ()>;

    /// The program with this id.
    fn program(&self, id: SmolStr) -> StoreFuture<'_, Option<ProgramRecord>>;

    /// Every program that is kept, with what needs it, the oldest first.
    fn program_uses(&self) -> StoreFuture<'_, Vec<ProgramUse>>;

    /// Drops the programs that no run and no timer names, except those in `keep`. Answers which.
    fn drop_unused_programs(&self, keep: Vec<SmolStr>) -> StoreFuture<'_, Vec<SmolStr>>;

    /// Whether a delivery with this key was seen.
    fn seen(&self, key: SmolStr) -> StoreFuture<'_, bool>;

    /// Forgets deliveries that came before `before_ms`. Answers how many.
    fn forget_seen(&self, before_ms: i64) -> StoreFuture<'_, usize>;

    /// How much waits, counted.
    fn backlog(&self) -> StoreFuture<'_, Backlog>;

    /// Drops every state, so that each has its first value again. Runs and events stay.
    fn clear_states(&self) -> StoreFuture<'_, ()>;
}
