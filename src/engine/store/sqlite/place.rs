//! A place for a store that is made elsewhere: nobody else can take it meanwhile, and the store is there whole or not
//! at all.
#![allow(clippy::disallowed_methods, reason = "this is where a store's file is put in its place")]

use super::lock::{self, Lock, NoLock};
use super::{Counts, OpenError, StoreFile, open};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What lies beside the file of a store while it is written.
const BESIDE: [&str; 3] = ["-wal", "-shm", ".lock"];

/// A place that is this process's, and where no store is but an empty one.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    _lock: Lock,
}

impl Place {
    /// Takes the place at `path`. `None` where a store is there that holds something.
    ///
    /// # Errors
    /// When another process has it, or something else is there.
    pub fn take(path: &Path) -> Result<Option<Self>, OpenError> {
        let failed =
            |error: std::io::Error| OpenError::Failed { path: path.to_owned(), error: error.to_string() };
        let lock = Lock::take(path).map_err(|why| match why {
            NoLock::Held(holder) => OpenError::InUse { path: path.to_owned(), holder },
            NoLock::Failed(error) => failed(error),
        })?;
        if path.exists() {
            if lock::has_other_names(path).map_err(failed)? {
                return Err(OpenError::Linked { path: path.to_owned() });
            }
            let counts =
                if open::is_new(path)? { Ok(Counts::default()) } else { StoreFile::open(path)?.counts() };
            let counts = counts
                .map_err(|error| OpenError::Failed { path: path.to_owned(), error: error.to_string() })?;
            if counts != Counts::default() {
                return Ok(None);
            }
        }
        Ok(Some(Self { path: path.to_owned(), _lock: lock }))
    }

    /// Where the store is made, before it is put into its place. What was left there by a process that was killed is
    /// taken away.
    ///
    /// # Errors
    /// When that cannot be taken away.
    pub fn workshop(&self) -> Result<Workshop, OpenError> {
        let workshop = Workshop { path: with(&self.path, ".new") };
        workshop.clear().map_err(|error| self.failed(&error))?;
        Ok(workshop)
    }

    /// Puts the store of the workshop here. It is closed: its log is folded into its file.
    ///
    /// # Errors
    /// When the system does not let it.
    pub fn put(self, workshop: &Workshop) -> Result<(), OpenError> {
        let put = || {
            // The log of the empty store that is replaced: it must not be taken for one of the new store.
            for end in ["-wal", "-shm"] {
                remove(&with(&self.path, end))?;
            }
            // A link stays one.
            let real = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
            fs::rename(&workshop.path, &real)?;
            sync_folder(&real)
        };
        put().map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &std::io::Error) -> OpenError {
        OpenError::Failed { path: self.path.clone(), error: error.to_string() }
    }
}

/// Where a store is made. What is still there when this is dropped is taken away.
#[derive(Debug)]
pub struct Workshop {
    path: PathBuf,
}

impl Workshop {
    /// Where the store is to be made.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn clear(&self) -> std::io::Result<()> {
        remove(&self.path)?;
        BESIDE.iter().try_for_each(|end| remove(&with(&self.path, end)))
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What stays is cleared before the next one is made.
        let _ = self.clear();
    }
}

fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn remove(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// The new name survives the loss of power.
#[cfg(unix)]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> std::io::Result<()> {
    Ok(())
}
