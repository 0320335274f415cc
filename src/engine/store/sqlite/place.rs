//! A place for a store that is made elsewhere: nobody else can take it meanwhile, and the store is there whole or not
//! at all.
#![allow(clippy::disallowed_methods, reason = "this is where a store's file is put in its place")]

use super::lock::{Lock, NoLock};
use super::real::{folder, must_be_file, must_have_one_name, real, with};
use super::{Counts, OpenError, StoreFile};
use crate::engine::{Chance, SystemChance};
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What SQLite keeps beside the file of a store while it is written.
const LOGS: [&str; 2] = ["-wal", "-shm"];

/// A place that is this process's, and where no store is but an empty one.
#[derive(Debug)]
pub struct Place {
    /// Where it really is: links that lead there stay as they are.
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
        // Before there is a lock, as that stays.
        must_be_file(path)?;
        let lock = Lock::take(path).map_err(|why| match why {
            NoLock::Held(holder) => OpenError::InUse { path: path.to_owned(), holder },
            NoLock::Failed(error) => failed(error),
        })?;
        if path.exists() {
            must_have_one_name(path)?;
            let counts = match StoreFile::open(path) {
                Err(OpenError::Empty { .. }) => Ok(Counts::default()),
                opened => opened?.counts(),
            };
            let counts = counts
                .map_err(|error| OpenError::Failed { path: path.to_owned(), error: error.to_string() })?;
            if counts != Counts::default() {
                return Ok(None);
            }
        }
        Ok(Some(Self { path: real(path).map_err(failed)?, _lock: lock }))
    }

    /// Where the store is made, before it is put into its place: a new file beside it, of the same owner. What is left
    /// there of one that was killed is taken away.
    ///
    /// # Errors
    /// When it cannot be made, or cannot be given to the owner.
    pub fn workshop(&self) -> Result<Workshop, OpenError> {
        self.clear_left_over();
        let mut name = self.workshop_name();
        name.push(format!("{}-{}", std::process::id(), SystemChance.id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let path = folder(&self.path).join(name);
        options.open(&path).map_err(|error| self.failed(&error))?;
        let workshop = Workshop { path };
        self.give_to_owner(&workshop)?;
        Ok(workshop)
    }

    /// Puts the store of the workshop here. It is closed: its log is folded into its file.
    ///
    /// # Errors
    /// When the system does not let it.
    pub fn put(self, workshop: &Workshop) -> Result<(), OpenError> {
        let put = || {
            // Who may read the empty store that is replaced may read this one.
            if let Ok(replaced) = fs::metadata(&self.path) {
                fs::set_permissions(&workshop.path, replaced.permissions())?;
            }
            // The log of the empty store: it must not be taken for one of the new store.
            LOGS.iter().try_for_each(|end| remove(&with(&self.path, end)))?;
            fs::rename(&workshop.path, &self.path)?;
            sync_folder(folder(&self.path))
        };
        put().map_err(|error| self.failed(&error))
    }

    /// How the names of all workshops of this place begin.
    fn workshop_name(&self) -> OsString {
        let mut name = OsString::from(".");
        name.push(self.path.file_name().unwrap_or_default());
        name.push(".import-");
        name
    }

    /// Takes away what is there of imports that were killed. While the place is taken none can be under way; what
    /// somebody else has under such a name is left alone.
    fn clear_left_over(&self) {
        let Ok(found) = fs::read_dir(folder(&self.path)) else { return };
        let begin = self.workshop_name();
        for file in found.flatten() {
            let name = file.file_name();
            let end = name.to_str().zip(begin.to_str()).and_then(|(name, begin)| name.strip_prefix(begin));
            if end.is_some_and(is_workshop_end)
                && let Ok(lock) = Lock::take(&file.path())
            {
                drop(Workshop { path: file.path() });
                drop(lock);
            }
        }
    }

    /// The new file belongs to whom that belongs that it replaces: else their bot could not open it.
    #[cfg(unix)]
    fn give_to_owner(&self, workshop: &Workshop) -> Result<(), OpenError> {
        use std::os::unix::fs::{MetadataExt, chown};
        let Ok(replaced) = fs::metadata(&self.path) else { return Ok(()) };
        let made = fs::metadata(&workshop.path).map_err(|error| self.failed(&error))?;
        let (user, group) = (replaced.uid(), replaced.gid());
        if (made.uid(), made.gid()) == (user, group) {
            return Ok(());
        }
        chown(&workshop.path, Some(user), Some(group)).map_err(|_| OpenError::OfOthers {
            path: self.path.clone(),
            user,
            group,
        })
    }

    #[cfg(not(unix))]
    fn give_to_owner(&self, _workshop: &Workshop) -> Result<(), OpenError> {
        Ok(())
    }

    fn failed(&self, error: &std::io::Error) -> OpenError {
        OpenError::Failed { path: self.path.clone(), error: error.to_string() }
    }
}

/// Whether a name ends as that of a workshop: which process, and an id.
fn is_workshop_end(end: &str) -> bool {
    end.split_once('-').is_some_and(|(process, id)| {
        process.parse::<u32>().is_ok()
            && id.len() == 36
            && id.chars().all(|one| one == '-' || one.is_ascii_hexdigit())
    })
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
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What stays is cleared before the next one is made. The file itself goes late: by it the rest is found.
        for end in LOGS.into_iter().chain(["", ".lock"]) {
            let _ = remove(&with(&self.path, end));
        }
    }
}

fn remove(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// The new name survives the loss of power.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
