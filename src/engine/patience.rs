//! A store that fails in a way that may pass (a full disk, an error of the device) is asked again until it
//! works: a run waits for it where it is, and nothing is lost. What takes events in does not wait: whoever
//! brought the event is told to bring it again.

use super::Clock;
use super::codec::encode;
use super::core::Core;
use super::store::{
    Attempt, Backlog, Commit, EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord, StateName,
    StateWrite, Store, StoreError, StoreFuture, StoredState, TimerRecord, Uncommitted, WaitRecord,
};
use crate::net::Backoff;
use smol_str::SmolStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Since when a store fails; shared by all who use it.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    state: Mutex<State>,
    began: Notify,
    /// It works again.
    over: Notify,
}

#[derive(Debug, Default)]
struct State {
    reading_ms: Option<i64>,
    writing_ms: Option<i64>,
    /// What showed that it is damaged. What works meanwhile is elsewhere in it, so this stays.
    damage: Option<StoreError>,
    /// A start fails at once; what runs waits.
    patient: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Reading,
    Writing,
}

/// A store and what is known of its health.
pub(super) struct Patient {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    trouble: Arc<Trouble>,
    /// Whether to ask again.
    insists: bool,
}

impl Trouble {
    /// Since when it fails, in milliseconds since 1970; nothing while it works.
    pub(super) fn since_ms(&self) -> Option<i64> {
        let state = self.state();
        state.reading_ms.into_iter().chain(state.writing_ms).min()
    }

    /// What showed that it is damaged, if anything did.
    pub(super) fn damage(&self) -> Option<StoreError> {
        self.state().damage.clone()
    }

    fn is_damaged(&self, error: &StoreError) {
        let mut state = self.state();
        if state.damage.is_none() {
            state.damage = Some(error.clone());
            tracing::error!(
                code = "run/store",
                "{error}; the bot is not ready until it is started with a sound one: stop it and run `wbot store check`"
            );
        }
    }

    /// Waits until it works again after it failed.
    pub(super) async fn over(&self) {
        self.over.notified().await;
    }

    /// From now on what fails is asked for again.
    pub(super) fn be_patient(&self) {
        self.state().patient = true;
    }

    fn fails(&self, kind: Kind, now_ms: i64, error: &StoreError) {
        let mut state = self.state();
        let since = state.of(kind);
        if since.is_none() {
            *since = Some(now_ms);
            self.began.notify_one();
            let what = kind.name();
            tracing::error!(
                code = "run/store",
                "the store cannot be {what}: {error}; it is tried again until it works, and no event is taken meanwhile"
            );
        }
    }

    fn works(&self, kind: Kind, now_ms: i64) {
        if let Some(since_ms) = self.state().of(kind).take() {
            let (what, seconds) = (kind.name(), now_ms.saturating_sub(since_ms) / 1000);
            tracing::warn!(code = "run/store", "the store can be {what} again, after {seconds} s");
            self.over.notify_one();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn of(&mut self, kind: Kind) -> &mut Option<i64> {
        match kind {
            Kind::Reading => &mut self.reading_ms,
            Kind::Writing => &mut self.writing_ms,
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Reading => "read",
            Self::Writing => "written",
        }
    }
}

impl Patient {
    /// One that asks again, and one that does not, with the same trouble.
    pub(super) fn pair(
        store: &Arc<dyn Store>,
        clock: &Arc<dyn Clock>,
        trouble: &Arc<Trouble>,
    ) -> [Arc<Self>; 2] {
        [true, false].map(|insists| {
            let (store, clock, trouble) = (Arc::clone(store), Arc::clone(clock), Arc::clone(trouble));
            Arc::new(Self { store, clock, trouble, insists })
        })
    }

    /// Each attempt is told of.
    async fn ask<'a, T: Send + 'a>(
        &'a self,
        kind: Kind,
        attempt: impl Fn() -> StoreFuture<'a, T> + Send + 'a,
    ) -> Result<T, StoreError> {
        let mut failures = 0;
        loop {
            let outcome = attempt().await;
            self.look(kind, outcome.as_ref().err());
            match outcome {
                Err(StoreError::Unavailable(_)) if self.asks_again() => self.rest(&mut failures).await,
                outcome => return outcome,
            }
        }
    }

    /// What an answer tells of the store.
    fn look(&self, kind: Kind, error: Option<&StoreError>) {
        match error {
            Some(error @ StoreError::Unavailable(_)) => {
                self.trouble.fails(kind, self.clock.now_ms(), error);
            }
            Some(error @ StoreError::Damaged(_)) => self.trouble.is_damaged(error),
            // It answered, whatever it is.
            None
            | Some(
                StoreError::Duplicate
                | StoreError::Conflict { .. }
                | StoreError::Heard
                | StoreError::Failed(_),
            ) => self.trouble.works(kind, self.clock.now_ms()),
        }
    }

    fn asks_again(&self) -> bool {
        self.insists && self.trouble.state().patient
    }

    async fn rest(&self, failures: &mut u32) {
        *failures += 1;
        self.clock.pause(BACKOFF.delay(*failures, 1.0)).await;
    }

    /// After a commit was refused: the commit, when the time has come to ask for it again; else why it cannot be.
    pub(super) async fn again(&self, refused: Uncommitted, failures: &mut u32) -> Result<Commit, StoreError> {
        match refused {
            Uncommitted { why: StoreError::Unavailable(_), commit: Some(commit) } if self.asks_again() => {
                self.rest(failures).await;
                Ok(*commit)
            }
            refused => Err(refused.why),
        }
    }

    fn read<'a, T: Send + 'a>(
        &'a self,
        attempt: impl Fn() -> StoreFuture<'a, T> + Send + 'a,
    ) -> StoreFuture<'a, T> {
        Box::pin(self.ask(Kind::Reading, attempt))
    }

    fn write<'a, T: Send + 'a>(
        &'a self,
        attempt: impl Fn() -> StoreFuture<'a, T> + Send + 'a,
    ) -> StoreFuture<'a, T> {
        Box::pin(self.ask(Kind::Writing, attempt))
    }
}

impl Core {
    /// Looks, while the store fails, whether it works again, for ever: where nothing is taken in, nobody else may
    /// ask.
    pub(super) async fn watch_store(self: Arc<Self>) {
        const EVERY_MS: i64 = 5_000;
        loop {
            self.trouble.began.notified().await;
            while self.trouble.since_ms().is_some() {
                self.clock.sleep_until(self.clock.now_ms().saturating_add(EVERY_MS)).await;
                // What fails is told where it fails.
                let _ = self.touch_store().await;
            }
        }
    }

    /// Writes something: whether the store works again.
    pub(super) async fn touch_store(&self) -> Result<(), StoreError> {
        let name = StateName { state: "the store works".into(), owner: SmolStr::default() };
        let stored = self.door.states(vec![name.clone()]).await?.into_iter().next().flatten();
        let version = stored.map_or(0, |stored| stored.version);
        let states = vec![StateWrite { name, version, value: Some(encode(&self.clock.now_ms())?) }];
        self.door.commit(Commit { states, ..Commit::default() }).await
    }
}

const BACKOFF: Backoff = Backoff { base: Duration::from_millis(100), max: Duration::from_secs(5) };

impl Store for Patient {
    fn attempt(&self, commit: Commit) -> Attempt<'_> {
        // One that holds nothing is done though the disk is full: it tells of no writing.
        let kind = if commit == Commit::default() { Kind::Reading } else { Kind::Writing };
        let attempt = self.store.attempt(commit);
        Box::pin(async move {
            let outcome = attempt.await;
            self.look(kind, outcome.as_ref().err().map(|refused| &refused.why));
            outcome
        })
    }

    fn commit(&self, commit: Commit) -> StoreFuture<'_, ()> {
        // Asked for at once, so that what is asked for first has the first place.
        let mut attempt = self.attempt(commit);
        Box::pin(async move {
            let mut failures = 0;
            while let Err(refused) = attempt.await {
                let commit = self.again(refused, &mut failures).await?;
                attempt = self.attempt(commit);
            }
            Ok(())
        })
    }

    fn run(&self, id: SmolStr) -> StoreFuture<'_, Option<RunRecord>> {
        self.read(move || self.store.run(id.clone()))
    }

    fn ready_runs(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<RunRecord>> {
        self.read(move || self.store.ready_runs(after.clone(), limit))
    }

    fn runs_of(
        &self,
        program: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<RunRecord>> {
        self.read(move || self.store.runs_of(program.clone(), after.clone(), limit))
    }

    fn states(&self, names: Vec<StateName>) -> StoreFuture<'_, Vec<Option<StoredState>>> {
        self.read(move || self.store.states(names.clone()))
    }

    fn values_of(
        &self,
        state: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(StateName, StoredState)>> {
        self.read(move || self.store.values_of(state.clone(), after.clone(), limit))
    }

    fn mailboxes(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<SmolStr>> {
        self.read(move || self.store.mailboxes(after.clone(), limit))
    }

    fn events(&self, mailbox: SmolStr, limit: usize) -> StoreFuture<'_, Vec<EventRecord>> {
        self.read(move || self.store.events(mailbox.clone(), limit))
    }

    fn effects(&self, skip: usize, limit: usize) -> StoreFuture<'_, Vec<EffectRecord>> {
        self.read(move || self.store.effects(skip, limit))
    }

    fn effects_of_lane(&self, lane: SmolStr) -> StoreFuture<'_, Vec<EffectRecord>> {
        self.read(move || self.store.effects_of_lane(lane.clone()))
    }

    fn waits(&self, places: Vec<SmolStr>) -> StoreFuture<'_, Vec<WaitRecord>> {
        self.read(move || self.store.waits(places.clone()))
    }

    fn timer(&self, id: SmolStr) -> StoreFuture<'_, Option<TimerRecord>> {
        self.read(move || self.store.timer(id.clone()))
    }

    fn timers_due(&self, can_wait: bool, now_ms: i64, limit: usize) -> StoreFuture<'_, Vec<TimerRecord>> {
        self.read(move || self.store.timers_due(can_wait, now_ms, limit))
    }

    fn next_timer(&self, can_wait: bool) -> StoreFuture<'_, Option<i64>> {
        self.read(move || self.store.next_timer(can_wait))
    }

    fn put_program(&self, program: ProgramRecord) -> StoreFuture<'_, ()> {
        self.write(move || self.store.put_program(program.clone()))
    }

    fn program(&self, id: SmolStr) -> StoreFuture<'_, Option<ProgramRecord>> {
        self.read(move || self.store.program(id.clone()))
    }

    fn program_uses(&self) -> StoreFuture<'_, Vec<ProgramUse>> {
        self.read(move || self.store.program_uses())
    }

    fn drop_unused_programs(&self, keep: Vec<SmolStr>) -> StoreFuture<'_, Vec<SmolStr>> {
        self.write(move || self.store.drop_unused_programs(keep.clone()))
    }

    fn seen(&self, key: SmolStr) -> StoreFuture<'_, bool> {
        self.read(move || self.store.seen(key.clone()))
    }

    fn forget_seen(&self, before_ms: i64) -> StoreFuture<'_, usize> {
        self.write(move || self.store.forget_seen(before_ms))
    }

    fn backlog(&self) -> StoreFuture<'_, Backlog> {
        self.read(move || self.store.backlog())
    }

    fn clear_states(&self) -> StoreFuture<'_, ()> {
        self.write(move || self.store.clear_states())
    }
}
