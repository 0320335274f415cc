//! A store that fails when it is told to.

use smol_str::SmolStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use wbot::engine::store::{
    Attempt, Backlog, Change, Commit, EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord,
    StateName, Store, StoreError, StoreFuture, StoredState, TimerRecord, Uncommitted, WaitRecord,
};

/// After some commits nothing is written any more.
pub struct Faulty {
    store: Arc<dyn Store>,
    commits_left: AtomicUsize,
    error: Mutex<Option<StoreError>>,
    /// So many commits with effects of this mailbox (a part of its name) still fail.
    picked: Mutex<(SmolStr, usize)>,
    refused: AtomicUsize,
}

impl Faulty {
    pub fn over(store: &Arc<dyn Store>) -> Self {
        Self {
            store: Arc::clone(store),
            commits_left: AtomicUsize::new(usize::MAX),
            error: Mutex::new(None),
            picked: Mutex::default(),
            refused: AtomicUsize::new(0),
        }
    }

    /// After so many commits more each one fails so.
    pub fn fail_after(&self, commits: usize, error: StoreError) {
        *self.error.lock().unwrap() = Some(error);
        self.commits_left.store(commits, Ordering::SeqCst);
    }

    /// The next commits that hold effects of mailboxes with such a name fail so, and no others.
    pub fn fail_those_of(&self, mailbox: SmolStr, times: usize, error: StoreError) {
        *self.error.lock().unwrap() = Some(error);
        *self.picked.lock().unwrap() = (mailbox, times);
    }

    fn refuses(&self, commit: &Commit) -> bool {
        let mut picked = self.picked.lock().unwrap();
        let (mailbox, times) = &mut *picked;
        let is_of = commit
            .effects
            .iter()
            .any(|it| matches!(it, Change::Put(it) if it.mailbox.contains(mailbox.as_str())));
        let refuses = is_of && *times > 0;
        *times -= usize::from(refuses);
        refuses
    }

    /// It works again.
    pub fn mend(&self) {
        self.commits_left.store(usize::MAX, Ordering::SeqCst);
    }

    /// How many commits failed.
    pub fn refused(&self) -> usize {
        self.refused.load(Ordering::SeqCst)
    }
}

impl Store for Faulty {
    fn attempt(&self, commit: Commit) -> Attempt<'_> {
        let left =
            self.commits_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() && !self.refuses(&commit) {
            return self.store.attempt(commit);
        }
        self.refused.fetch_add(1, Ordering::SeqCst);
        let why = self.error.lock().unwrap().clone().unwrap();
        Box::pin(std::future::ready(Err(Uncommitted { why, commit: Some(Box::new(commit)) })))
    }
    fn run(&self, id: SmolStr) -> StoreFuture<'_, Option<RunRecord>> {
        self.store.run(id)
    }
    fn ready_runs(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<RunRecord>> {
        self.store.ready_runs(after, limit)
    }
    fn runs_of(
        &self,
        program: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<RunRecord>> {
        self.store.runs_of(program, after, limit)
    }
    fn states(&self, names: Vec<StateName>) -> StoreFuture<'_, Vec<Option<StoredState>>> {
        self.store.states(names)
    }
    fn values_of(
        &self,
        state: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(StateName, StoredState)>> {
        self.store.values_of(state, after, limit)
    }
    fn mailboxes(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<SmolStr>> {
        self.store.mailboxes(after, limit)
    }
    fn events(&self, mailbox: SmolStr, limit: usize) -> StoreFuture<'_, Vec<EventRecord>> {
        self.store.events(mailbox, limit)
    }
    fn effects(&self, skip: usize, limit: usize) -> StoreFuture<'_, Vec<EffectRecord>> {
        self.store.effects(skip, limit)
    }
    fn effects_of_lane(&self, lane: SmolStr) -> StoreFuture<'_, Vec<EffectRecord>> {
        self.store.effects_of_lane(lane)
    }
    fn waits(&self, places: Vec<SmolStr>) -> StoreFuture<'_, Vec<WaitRecord>> {
        self.store.waits(places)
    }
    fn seen(&self, key: SmolStr) -> StoreFuture<'_, bool> {
        self.store.seen(key)
    }
    fn timer(&self, id: SmolStr) -> StoreFuture<'_, Option<TimerRecord>> {
        self.store.timer(id)
    }
    fn timers_due(&self, can_wait: bool, now_ms: i64, limit: usize) -> StoreFuture<'_, Vec<TimerRecord>> {
        self.store.timers_due(can_wait, now_ms, limit)
    }
    fn next_timer(&self, can_wait: bool) -> StoreFuture<'_, Option<i64>> {
        self.store.next_timer(can_wait)
    }
    fn put_program(&self, program: ProgramRecord) -> StoreFuture<'_, ()> {
        self.store.put_program(program)
    }
    fn program(&self, id: SmolStr) -> StoreFuture<'_, Option<ProgramRecord>> {
        self.store.program(id)
    }
    fn program_uses(&self) -> StoreFuture<'_, Vec<ProgramUse>> {
        self.store.program_uses()
    }
    fn drop_unused_programs(&self, keep: Vec<SmolStr>) -> StoreFuture<'_, Vec<SmolStr>> {
        self.store.drop_unused_programs(keep)
    }
    fn forget_seen(&self, before_ms: i64) -> StoreFuture<'_, usize> {
        self.store.forget_seen(before_ms)
    }
    fn backlog(&self) -> StoreFuture<'_, Backlog> {
        self.store.backlog()
    }
    fn clear_states(&self) -> StoreFuture<'_, ()> {
        self.store.clear_states()
    }
}
