//! Looking for so long, and no longer.

use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// An interrupt that comes before a statement begins is lost, so it is repeated.
const AGAIN: Duration = Duration::from_millis(50);

/// When its time is over, what its connection does is cut off, until this is dropped.
#[derive(Debug)]
pub(super) struct Deadline {
    late: Arc<AtomicBool>,
    _over: Sender<()>,
}

impl Deadline {
    /// In `time`.
    pub(super) fn after(time: Duration, connection: &Connection) -> std::io::Result<Self> {
        let (handle, (over, waits)) = (connection.get_interrupt_handle(), channel::<()>());
        let late = Arc::new(AtomicBool::new(false));
        let is_late = Arc::clone(&late);
        let wait = move || {
            let mut time = time;
            while waits.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
                is_late.store(true, Ordering::Relaxed);
                handle.interrupt();
                time = AGAIN;
            }
        };
        thread::Builder::new().name("wbot store deadline".to_owned()).spawn(wait)?;
        Ok(Self { late, _over: over })
    }

    pub(super) fn is_over(&self) -> bool {
        self.late.load(Ordering::Relaxed)
    }
}
