//! The one thread that writes. What was asked for while a transaction became durable is the next one.

use super::apply::{self, Refusal};
use super::lock::Lock;
use crate::engine::Vitals;
use crate::engine::clock::Stopwatch;
use crate::engine::store::{Commit, ProgramRecord, StoreError};
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use smol_str::SmolStr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use tokio::sync::oneshot;

/// Writes that share a transaction at most: it is short enough to be undone and small enough for memory.
const GROUP_MAX: usize = 512;

/// Something to be written.
#[derive(Debug)]
pub(super) enum Write {
    /// A step of the engine.
    Commit(Box<Commit>),
    /// A program, with the time.
    PutProgram(ProgramRecord),
    /// Drops the programs that nothing names but these.
    DropPrograms(Vec<SmolStr>),
    /// Forgets so many deliveries from before a time.
    ForgetSeen { before_ms: i64, most: usize },
    /// Drops every state.
    ClearStates,
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Written {
    /// It is written.
    Done,
    /// These programs went.
    Dropped(Vec<SmolStr>),
    /// So many deliveries were forgotten.
    Forgotten(usize),
}

/// What came of a write; of one that may be asked for again, the write as well.
type Answer = Result<Written, (StoreError, Option<Write>)>;
type Outcome = Result<Written, StoreError>;

struct Job {
    write: Write,
    answer: oneshot::Sender<Answer>,
}

/// The thread; it ends when this is dropped, after what was asked for.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(connection: Connection, lock: Lock, vitals: Arc<Vitals>) -> std::io::Result<Self> {
        let (jobs, asked) = channel();
        let thread = thread::Builder::new().name("wbot store writer".to_owned()).spawn(move || {
            run(connection, &asked, &vitals);
            // Only now another process may have the file.
            drop(lock);
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Asks for `write`. Its place in the order is taken at once.
    pub(super) fn ask(&self, write: Write) -> oneshot::Receiver<Answer> {
        let (answer, answered) = oneshot::channel();
        if let Some(jobs) = &self.jobs {
            // Where the thread is gone, the answer is dropped, which says so.
            let _ = jobs.send(Job { write, answer });
        }
        answered
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(mut connection: Connection, asked: &Receiver<Job>, vitals: &Vitals) {
    while let Ok(first) = asked.recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX
            && let Ok(next) = asked.try_recv()
        {
            group.push(next);
        }
        answer(&mut connection, group, vitals);
    }
    // A file without a log beside it is easier to copy; the log would do as well.
    let _ = connection.pragma_update_and_check(None, "wal_checkpoint", "truncate", |_| Ok(()));
}

fn answer(connection: &mut Connection, group: Vec<Job>, vitals: &Vitals) {
    let (writes, answers): (Vec<Write>, Vec<oneshot::Sender<Answer>>) =
        group.into_iter().map(|job| (job.write, job.answer)).unzip();
    let (took, before) = (Stopwatch::start(), connection.total_changes());
    let together = together(connection, &writes);
    // What changed nothing tells nothing of the disk.
    if together.is_err() || connection.total_changes() > before {
        vitals.meter.transaction(writes.len(), took.elapsed(), together.is_ok());
    }
    let outcomes = match together {
        Ok(outcomes) => outcomes,
        // One write that cannot be done must not fail the others.
        Err(_) if writes.len() > 1 => writes.iter().map(|write| alone(connection, write)).collect(),
        Err(error) => vec![Err(failed(&error))],
    };
    for ((answer, write), outcome) in answers.into_iter().zip(writes).zip(outcomes) {
        let outcome = outcome.map_err(|why| {
            let again = matches!(why, StoreError::Unavailable(_)).then_some(write);
            (why, again)
        });
        // Whoever asked may have gone; the write counts all the same.
        let _ = answer.send(outcome);
    }
}

fn alone(connection: &mut Connection, write: &Write) -> Outcome {
    match together(connection, std::slice::from_ref(write)) {
        Ok(outcomes) => outcomes.into_iter().next().unwrap_or(Ok(Written::Done)),
        Err(error) => Err(failed(&error)),
    }
}

/// All of them in one transaction. A write that is refused has changed nothing, so the others go on.
fn together(connection: &mut Connection, writes: &[Write]) -> rusqlite::Result<Vec<Outcome>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut outcomes = Vec::with_capacity(writes.len());
    for write in writes {
        outcomes.push(match apply::write(&transaction, write) {
            Ok(written) => Ok(written),
            Err(Refusal::Verdict(verdict)) => Err(verdict),
            Err(Refusal::Sql(error)) => return Err(error),
        });
    }
    transaction.commit()?;
    Ok(outcomes)
}

/// Of a write all is undone by then, so it may be asked for again.
pub(super) fn failed(error: &rusqlite::Error) -> StoreError {
    let may_pass = error.sqlite_error_code().is_some_and(|code| {
        matches!(
            code,
            ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::CannotOpen
                | ErrorCode::OutOfMemory
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
        )
    });
    let why = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged(why),
        _ if may_pass => StoreError::Unavailable(why),
        _ => StoreError::Failed(why),
    }
}

#[cfg(test)]
mod tests {
    use super::{Write, Writer, failed};
    use crate::engine::store::sqlite::open;
    use crate::engine::store::{Change, Commit, EventRecord, StoreError};
    use rusqlite::ffi;
    use std::sync::Arc;

    /// A real `SQLITE_FULL`: the file may have so many pages.
    #[tokio::test]
    async fn what_does_not_fit_comes_back_and_is_written_when_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, lock) = open::to_write(&folder.path().join("wbot.db")).unwrap();
        connection.pragma_update_and_check(None, "max_page_count", 60, |_| Ok(())).unwrap();
        let writer = Writer::start(connection, lock, Arc::default()).unwrap();
        let put = |n: usize| {
            let event = EventRecord {
                id: format!("e{n}").into(),
                mailbox: "m".into(),
                sent_ms: 1,
                body: vec![7; 10_000],
            };
            Write::Commit(Box::new(Commit { events: vec![Change::Put(event)], ..Commit::default() }))
        };
        let mut written = 0;
        let back = loop {
            match writer.ask(put(written)).await.unwrap() {
                Ok(_) => written += 1,
                Err((StoreError::Unavailable(why), Some(back))) => {
                    assert_eq!(why, "database or disk is full");
                    break back;
                }
                Err(other) => panic!("{other:?}"),
            }
        };
        assert!(written > 3);
        let small = Write::Commit(Box::new(Commit {
            events: vec![Change::Remove("e0".into()), Change::Remove("e1".into())],
            ..Commit::default()
        }));
        writer.ask(small).await.unwrap().expect("what makes room is written");
        writer.ask(back).await.unwrap().expect("the same commit again");
    }

    #[test]
    fn what_may_pass_is_told_from_what_stays() {
        for (code, may_pass) in [
            (ffi::SQLITE_FULL, true),
            (ffi::SQLITE_IOERR_FSYNC, true),
            (ffi::SQLITE_IOERR_WRITE, true),
            (ffi::SQLITE_BUSY, true),
            (ffi::SQLITE_READONLY, true),
            (ffi::SQLITE_CORRUPT, false),
            (ffi::SQLITE_NOTADB, false),
            (ffi::SQLITE_TOOBIG, false),
            (ffi::SQLITE_CONSTRAINT, false),
        ] {
            let error = failed(&rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
            assert_eq!(matches!(error, StoreError::Unavailable(_)), may_pass, "{code} {error}");
            let damaged = [ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB].contains(&code);
            assert_eq!(matches!(error, StoreError::Damaged(_)), damaged, "{code} {error}");
        }
    }
}
