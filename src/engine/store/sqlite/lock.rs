//! One process has the file at a time: two bots on one store would answer everything twice.
#![allow(clippy::disallowed_methods, reason = "this is where the store's lock file is reached")]

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

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
    /// Takes the lock of the store at `path`: a file beside it, `wbot.db.lock`, which stays there.
    pub(super) fn take(path: &Path) -> Result<Self, NoLock> {
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(PathBuf::from(name))
            .map_err(NoLock::Failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(NoLock::Held(holder(&mut file))),
            Err(TryLockError::Error(error)) => return Err(NoLock::Failed(error)),
        }
        let noted = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        noted.and_then(|()| file.rewind()).map_err(NoLock::Failed)?;
        Ok(Self { _file: file })
    }
}

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
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let Ok(mut file) = File::open(PathBuf::from(name)) else { return Holder::Nobody };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Holder::Somebody(holder(&mut file)),
        Ok(()) | Err(TryLockError::Error(_)) => Holder::Nobody,
    }
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
