//! The store itself: each call goes to the thread that does it.

use super::readers::{Readers, ended};
use super::writer::{Write, Writer, Written};
use super::{OpenError, open, query};
use crate::engine::Vitals;
use crate::engine::store::{
    Attempt, Backlog, Commit, EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord, StateName,
    Store, StoreFuture, StoredState, TimerRecord, Uncommitted, WaitRecord,
};
use smol_str::SmolStr;
use std::path::Path;
use std::sync::Arc;

/// Readers beside the writer: one more than a machine with two cores can use.
const READERS: usize = 2;
/// Deliveries that are forgotten in one transaction, so that nobody waits long behind it.
const FORGOTTEN_AT_ONCE: usize = 5_000;

/// A store in a file. When it is dropped, what was asked for is written and the file is closed.
#[derive(Debug)]
pub struct SqliteStore {
    // Dropped in this order: the last connection that closes folds the log into the file.
    readers: Readers,
    writer: Writer,
}

impl SqliteStore {
    /// Opens the store at `path`, makes it if it is not there, brings it to the present format.
    ///
    /// # Errors
    /// When it is in use, none of ours, of a newer `wbot`, or cannot be reached.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_for(path, Arc::default())
    }

    /// Like [`Self::open`]; transactions are told to `vitals`.
    ///
    /// # Errors
    /// Like [`Self::open`].
    pub fn open_for(path: &Path, vitals: Arc<Vitals>) -> Result<Self, OpenError> {
        let (connection, lock) = open::to_write(path)?;
        let readers = (0..READERS).map(|_| open::to_read(path)).collect::<Result<Vec<_>, _>>()?;
        let no_thread = |error: std::io::Error| OpenError::Failed {
            path: path.to_owned(),
            error: format!("no thread can be started: {error}"),
        };
        Ok(Self {
            readers: Readers::start(readers).map_err(no_thread)?,
            writer: Writer::start(connection, lock, vitals).map_err(no_thread)?,
        })
    }

    fn write(&self, write: Write) -> StoreFuture<'_, Written> {
        let answered = self.writer.ask(write);
        Box::pin(async move { answered.await.map_or_else(|_| Err(ended()), |it| it.map_err(|(why, _)| why)) })
    }

    fn write_only(&self, write: Write) -> StoreFuture<'_, ()> {
        let written = self.write(write);
        Box::pin(async move { written.await.map(|_| ()) })
    }
}

impl Store for SqliteStore {
    fn attempt(&self, commit: Commit) -> Attempt<'_> {
        let answered = self.writer.ask(Write::Commit(Box::new(commit)));
        Box::pin(async move {
            match answered.await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err((why, Some(Write::Commit(commit))))) => Err(Uncommitted { why, commit: Some(commit) }),
                Ok(Err((why, _))) => Err(Uncommitted { why, commit: None }),
                Err(_) => Err(Uncommitted { why: ended(), commit: None }),
            }
        })
    }

    fn run(&self, id: SmolStr) -> StoreFuture<'_, Option<RunRecord>> {
        self.readers.read(move |from| query::run(from, &id))
    }

    fn ready_runs(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<RunRecord>> {
        self.readers.read(move |from| query::ready_runs(from, after.as_ref(), limit))
    }

    fn runs_of(
        &self,
        program: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<RunRecord>> {
        self.readers.read(move |from| query::runs_of(from, &program, after.as_ref(), limit))
    }

    fn states(&self, names: Vec<StateName>) -> StoreFuture<'_, Vec<Option<StoredState>>> {
        self.readers.read(move |from| names.iter().map(|name| query::state(from, name)).collect())
    }

    fn values_of(
        &self,
        state: SmolStr,
        after: Option<SmolStr>,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(StateName, StoredState)>> {
        self.readers.read(move |from| query::values_of(from, &state, after.as_ref(), limit))
    }

    fn mailboxes(&self, after: Option<SmolStr>, limit: usize) -> StoreFuture<'_, Vec<SmolStr>> {
        self.readers.read(move |from| query::mailboxes(from, after.as_ref(), limit))
    }

    fn events(&self, mailbox: SmolStr, limit: usize) -> StoreFuture<'_, Vec<EventRecord>> {
        self.readers.read(move |from| query::events(from, &mailbox, limit))
    }

    fn effects(&self, skip: usize, limit: usize) -> StoreFuture<'_, Vec<EffectRecord>> {
        self.readers.read(move |from| query::effects(from, skip, limit))
    }

    fn effects_of_lane(&self, lane: SmolStr) -> StoreFuture<'_, Vec<EffectRecord>> {
        self.readers.read(move |from| query::effects_of_lane(from, &lane))
    }

    fn waits(&self, places: Vec<SmolStr>) -> StoreFuture<'_, Vec<WaitRecord>> {
        self.readers.read(move |from| query::waits(from, &places))
    }

    fn timer(&self, id: SmolStr) -> StoreFuture<'_, Option<TimerRecord>> {
        self.readers.read(move |from| query::timer(from, &id))
    }

    fn timers_due(&self, can_wait: bool, now_ms: i64, limit: usize) -> StoreFuture<'_, Vec<TimerRecord>> {
        self.readers.read(move |from| query::timers_due(from, can_wait, now_ms, limit))
    }

    fn next_timer(&self, can_wait: bool) -> StoreFuture<'_, Option<i64>> {
        self.readers.read(move |from| query::next_timer(from, can_wait))
    }

    fn put_program(&self, program: ProgramRecord) -> StoreFuture<'_, ()> {
        self.write_only(Write::PutProgram(program))
    }

    fn program(&self, id: SmolStr) -> StoreFuture<'_, Option<ProgramRecord>> {
        self.readers.read(move |from| query::program(from, &id))
    }

    fn program_uses(&self) -> StoreFuture<'_, Vec<ProgramUse>> {
        self.readers.read(query::program_uses)
    }

    fn drop_unused_programs(&self, keep: Vec<SmolStr>) -> StoreFuture<'_, Vec<SmolStr>> {
        let written = self.write(Write::DropPrograms(keep));
        Box::pin(async move {
            match written.await? {
                Written::Dropped(dropped) => Ok(dropped),
                Written::Done | Written::Forgotten(_) => Ok(Vec::new()),
            }
        })
    }

    fn seen(&self, key: SmolStr) -> StoreFuture<'_, bool> {
        self.readers.read(move |from| query::seen(from, &key))
    }

    fn forget_seen(&self, before_ms: i64) -> StoreFuture<'_, usize> {
        Box::pin(async move {
            let mut total = 0;
            loop {
                let write = Write::ForgetSeen { before_ms, most: FORGOTTEN_AT_ONCE };
                match self.write(write).await? {
                    Written::Forgotten(count) if count > 0 => total += count,
                    Written::Forgotten(_) | Written::Done | Written::Dropped(_) => return Ok(total),
                }
            }
        })
    }

    fn backlog(&self) -> StoreFuture<'_, Backlog> {
        self.readers.read(query::backlog)
    }

    fn clear_states(&self) -> StoreFuture<'_, ()> {
        self.write_only(Write::ClearStates)
    }
}
