//! One process has the file at a time: two bots on one store would answer everything twice.
#![allow(clippy::disallowed_methods, reason = "this is where the store's lock file is reached")]

use super::real::{real, with};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Who only asks who has the lock holds it for a moment: it is tried so often, with a pause between.
const TRIES: usize = 4;
const PAUSE: Duration = Duration::from_millis(20);

/// The lock, until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Why there is no lock.
#[derive(Debug)]
pub(super) enum NoLock {
    /// Somebody has it: which process, where that is known.
    Held(Option<u32>),
    /// The lock file cannot be reached.
    Failed(std::io::Error),
}

impl Lock {
    /// Takes the lock of the store at `path`: a file beside it, `wbot.db.lock`, which stays there. A link leads to
    /// the same lock.
    pub(super) fn take(path: &Path) -> Result<Self, NoLock> {
        let store = real(path).map_err(NoLock::Failed)?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(of(&store))
            .map_err(NoLock::Failed)?;
        give_to_owner(&file, &store);
        for tried in 1.. {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if tried < TRIES => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(NoLock::Held(holder(&mut file))),
                Err(TryLockError::Error(error)) => return Err(NoLock::Failed(error)),
            }
        }
        let noted = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        noted.and_then(|()| file.rewind()).map_err(NoLock::Failed)?;
        Ok(Self { _file: file })
    }
}

/// A lock file that the administrator made is one for whom the store belongs to: else the bot could not take it.
#[cfg(unix)]
fn give_to_owner(lock: &File, store: &Path) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let (Ok(lock_is), Ok(store_is)) = (lock.metadata(), store.metadata()) else { return };
    if lock_is.uid() != store_is.uid() {
        // Who may not give files away has what the system let them have.
        let _ = fchown(lock, Some(store_is.uid()), Some(store_is.gid()));
    }
}

#[cfg(not(unix))]
fn give_to_owner(_lock: &File, _store: &Path) {}

/// Who has a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// No process.
    Nobody,
    /// A process; which, where that is known.
    Somebody(Option<u32>),
}

/// Who has the store at `path` now. Nothing is made.
pub(super) fn who(path: &Path) -> Holder {
    let Ok(mut file) = real(path).and_then(|store| File::open(of(&store))) else { return Holder::Nobody };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Holder::Somebody(holder(&mut file)),
        Ok(()) | Err(TryLockError::Error(_)) => Holder::Nobody,
    }
}

/// The lock file of the store that really lies at `store`.
pub(super) fn of(store: &Path) -> PathBuf {
    with(store, ".lock")
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
