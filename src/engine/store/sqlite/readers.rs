//! The threads that read. Each has a connection of its own and sees what was committed last.

use super::writer::failed;
use crate::engine::store::{StoreError, StoreFuture};
use rusqlite::Connection;
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// The threads; they end when this is dropped.
pub(super) struct Readers {
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl fmt::Debug for Readers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Readers({})", self.threads.len())
    }
}

impl Readers {
    /// A thread for each connection.
    pub(super) fn start(connections: Vec<Connection>) -> std::io::Result<Self> {
        let (jobs, asked) = channel::<Job>();
        let asked = Arc::new(Mutex::new(asked));
        let mut threads = Vec::new();
        for connection in connections {
            let asked = Arc::clone(&asked);
            let thread = thread::Builder::new().name("wbot store reader".to_owned());
            threads.push(thread.spawn(move || run(&connection, &asked))?);
        }
        Ok(Self { jobs: Some(jobs), threads })
    }

    /// What `query` finds.
    pub(super) fn read<'a, T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> StoreFuture<'a, T> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let _ = answer.send(query(connection).map_err(|error| failed(&error)));
        });
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
        Box::pin(async move { answered.await.unwrap_or_else(|_| Err(ended())) })
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn run(connection: &Connection, asked: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held while waiting: one waits for the next job, the others for the lock.
        let next = asked.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        job(connection);
    }
}

/// A thread of the store is gone.
pub(super) fn ended() -> StoreError {
    StoreError::Failed("the store was closed".to_owned())
}
