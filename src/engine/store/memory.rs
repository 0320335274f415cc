//! A store that lives as long as the process: for `wbot dev`, `wbot test` and tests.

use super::tables::Tables;
use super::{
    Attempt, Backlog, Commit, EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord, StateName,
    Store, StoreError, StoreFuture, StoredState, TimerRecord, Uncommitted, WaitRecord,
};
use smol_str::SmolStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Tables behind a lock. It keeps the same bytes that a file or a server would, so a run that goes
/// through it is the run that a restart would find.
#[derive(Debug, Default)]
pub struct MemoryStore {
    tables: Mutex<Tables>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A panic elsewhere leaves the tables whole: they change only in [`Tables::apply`], which checks
    /// everything before it writes anything.
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer that is there at once.
fn now<'a, T: Send + 'a>(answer: Result<T, StoreError>) -> StoreFuture<'a, T> {
    Box::pin(std::future::ready(answer))
}

impl Store for MemoryStore {
    fn attempt(&self, commit: Commit) -> Attempt<'_> {
        let applied = self.tables().apply(commit);
        Box::pin(std::future::ready(applied.map_err(|why| Uncommitted { why, commit: None })))
    }

    fn run(&self, id: SmolStr) -> StoreFuture<'_, Option<RunRecord>> {
        now(Ok(self.tables().run(&id)))
    }

    fn ready_runs(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<RunRecord>> {
        now(Ok(self.tables().ready_runs(after, limit)))
    }

    fn runs_of(
        &self,
        program: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<RunRecord>> {
        now(Ok(self.tables().runs_of(&program, after.as_ref(), limit)))
    }

    fn states(&self, names: Vec<StateName>) -> StoreFuture<'_, Vec<Option<StoredState>>> {
        let tables = self.tables();
        now(Ok(names.iter().map(|name| tables.state(name)).collect()))
    }

    fn values_of(
        &self,
        state: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(StateName, StoredState)>> {
        now(Ok(self.tables().values_of(&state, after, limit)))
    }

    fn mailboxes(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<SmolStr>> {
        now(Ok(self.tables().mailboxes(after, limit)))
    }

    fn events(&self, mailbox: SmolStr, limit: usize) -> StoreFuture<'_, Vec<EventRecord>> {
        now(Ok(self.tables().events(&mailbox, limit)))
    }

    fn effects(&self, skip: usize, limit: usize) -> StoreFuture<'_, Vec<EffectRecord>> {
        now(Ok(self.tables().effects(skip, limit)))
    }

    fn effects_of_lane(&self, lane: SmolStr) -> StoreFuture<'_, Vec<EffectRecord>> {
        now(Ok(self.tables().effects_of_lane(&lane)))
    }

    fn waits(&self, places: Vec<SmolStr>) -> StoreFuture<'_, Vec<WaitRecord>> {
        let tables = self.tables();
        now(Ok(places.iter().flat_map(|place| tables.waits(place)).collect()))
    }

    fn seen(&self, key: SmolStr) -> StoreFuture<'_, bool> {
        now(Ok(self.tables().was_seen(&key)))
    }

    fn timer(&self, id: SmolStr) -> StoreFuture<'_, Option<TimerRecord>> {
        now(Ok(self.tables().timer(&id)))
    }

    fn timers_due(&self, can_wait: bool, now_ms: i64, limit: usize) -> StoreFuture<'_, Vec<TimerRecord>> {
        now(Ok(self.tables().timers_due(can_wait, now_ms, limit)))
    }

    fn next_timer(&self, can_wait: bool) -> StoreFuture<'_, Option<i64>> {
        now(Ok(self.tables().next_timer(can_wait)))
    }

    fn put_program(&self, program: ProgramRecord) -> StoreFuture<'_, ()> {
        self.tables().put_program(program);
        now(Ok(()))
    }

    fn program(&self, id: SmolStr) -> StoreFuture<'_, Option<ProgramRecord>> {
        now(Ok(self.tables().program(&id)))
    }

    fn program_uses(&self) -> StoreFuture<'_, Vec<ProgramUse>> {
        now(Ok(self.tables().program_uses()))
    }

    fn drop_unused_programs(&self, keep: Vec<SmolStr>) -> StoreFuture<'_, Vec<SmolStr>> {
        now(Ok(self.tables().drop_unused_programs(&keep)))
    }

    fn forget_seen(&self, before_ms: i64) -> StoreFuture<'_, usize> {
        now(Ok(self.tables().forget_seen(before_ms)))
    }

    fn backlog(&self) -> StoreFuture<'_, Backlog> {
        now(Ok(self.tables().backlog()))
    }

    fn clear_states(&self) -> StoreFuture<'_, ()> {
        self.tables().clear_states();
        now(Ok(()))
    }
}
