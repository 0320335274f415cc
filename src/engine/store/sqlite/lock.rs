//! One process has the file at a time: two bots on one store would answer everything twice.
#![allow(clippy::disallowed_methods, reason = "this is where the store's lock file is reached")]

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
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
    /// Takes the lock of the store at `path`: a file beside it, `wbot.db.lock`, which stays there. A link leads to
    /// the same lock.
    pub(super) fn take(path: &Path) -> Result<Self, NoLock> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside(path).map_err(NoLock::Failed)?)
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
    let Ok(mut file) = beside(path).and_then(File::open) else { return Holder::Nobody };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Holder::Somebody(holder(&mut file)),
        Ok(()) | Err(TryLockError::Error(_)) => Holder::Nobody,
    }
}

/// The lock file of the store at `path`, which need not be there yet.
fn beside(path: &Path) -> std::io::Result<PathBuf> {
    let real = match path.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        real => real?,
    };
    let mut name = real.into_os_string();
    name.push(".lock");
    Ok(PathBuf::from(name))
}

/// Whether the file has other names (hard links). Each would have a log of its own, and what one wrote would not be
/// there for the other.
#[cfg(unix)]
pub(super) fn has_other_names(path: &Path) -> std::io::Result<bool> {
    Ok(std::os::unix::fs::MetadataExt::nlink(&path.metadata()?) > 1)
}

#[cfg(not(unix))]
pub(super) fn has_other_names(path: &Path) -> std::io::Result<bool> {
    path.metadata().map(|_| false)
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
