//! Sees when a file of the program was saved.
//!
//! Folders are watched, never files: most editors save by renaming a new file over the old one, and a
//! watch on the old one would go silent. What counts is the content: a save that changes nothing, and a
//! file that is gone or empty for a moment, are none; a file that stays so is a change.
#![allow(clippy::disallowed_methods, reason = "this is where the engine looks at files")]

use notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc;

/// One save makes several events; they are waited for this long.
const QUIET: Duration = Duration::from_millis(40);

/// A file that is gone or empty this long was deleted, not saved.
const GONE: Duration = Duration::from_millis(500);

/// Watches the files of a program.
pub struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    events: mpsc::UnboundedReceiver<()>,
    folders: BTreeSet<PathBuf>,
    /// Content of each file when it was last looked at.
    contents: BTreeMap<PathBuf, Option<[u8; 32]>>,
}

/// Why files cannot be watched.
#[derive(Debug, thiserror::Error)]
#[error("files cannot be watched: {0}")]
pub struct WatchError(#[from] notify::Error);

impl Watch {
    /// Watches `files`, with the content that they have now.
    ///
    /// # Errors
    /// When the system does not let folders be watched.
    pub fn new(files: impl IntoIterator<Item = PathBuf>) -> Result<Self, WatchError> {
        let (told, events) = mpsc::unbounded_channel();
        let debouncer = new_debouncer(QUIET, None, move |result: DebounceEventResult| {
            // An error may hide an event: look as well. Nobody listening is the end of the watch.
            let counts =
                |paths: &[PathBuf]| paths.is_empty() || paths.iter().any(|path| may_be_of_a_program(path));
            // Whoever looks opens files: that would tell of itself for ever.
            let saved = |event: &DebouncedEvent| !event.kind.is_access() && counts(&event.paths);
            if result.map_or(true, |events| events.iter().any(saved)) {
                let _ = told.send(());
            }
        })?;
        let mut watch = Self { debouncer, events, folders: BTreeSet::new(), contents: BTreeMap::new() };
        watch.set(files)?;
        Ok(watch)
    }

    /// Watches other files from now on. Of those that it watched already a change is still seen.
    ///
    /// # Errors
    /// When the system does not let folders be watched.
    pub fn set(&mut self, files: impl IntoIterator<Item = PathBuf>) -> Result<(), WatchError> {
        let files: BTreeSet<PathBuf> = files.into_iter().collect();
        let folders: BTreeSet<PathBuf> = files.iter().flat_map(|file| folders_of(file)).collect();
        for folder in folders.difference(&self.folders) {
            self.debouncer.watch(folder, RecursiveMode::NonRecursive)?;
        }
        for folder in self.folders.difference(&folders) {
            // A folder that is gone is watched no more anyway.
            let _ = self.debouncer.unwatch(folder);
        }
        self.folders = folders;
        let known = std::mem::take(&mut self.contents);
        let content = |file: PathBuf| {
            let content = known.get(&file).copied().unwrap_or_else(|| content_of(&file));
            (file, content)
        };
        self.contents = files.into_iter().map(content).collect();
        Ok(())
    }

    /// Waits until a file has another content than it had, or is gone for good; returns which.
    pub async fn changed(&mut self) -> Vec<PathBuf> {
        loop {
            let changed = self.look();
            if !changed.is_empty() {
                return changed;
            }
            if !self.gone().is_empty() {
                tokio::time::sleep(GONE).await;
                let mut changed = self.look();
                for file in self.gone() {
                    self.contents.insert(file.clone(), None);
                    changed.push(file);
                }
                if !changed.is_empty() {
                    return changed;
                }
            }
            if self.events.recv().await.is_none() {
                // The watcher is part of `self`; without it there is nothing to see.
                std::future::pending::<()>().await;
            }
            while self.events.try_recv().is_ok() {}
        }
    }

    /// Whether no file is empty. One that is may be in the middle of a save; one that is not there may never be.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.contents.keys().all(|file| fs::metadata(file).map_or(true, |about| about.len() > 0))
    }

    /// The files that were there and are not any more.
    fn gone(&self) -> Vec<PathBuf> {
        let gone = self.contents.iter().filter(|(file, known)| known.is_some() && content_of(file).is_none());
        gone.map(|(file, _)| file.clone()).collect()
    }

    /// The files whose content is another one now. Files that are gone have not changed: they may come back.
    pub fn look(&mut self) -> Vec<PathBuf> {
        let mut changed = Vec::new();
        for (file, known) in &mut self.contents {
            let content = content_of(file);
            if content.is_some() && content != *known {
                *known = content;
                changed.push(file.clone());
            }
        }
        changed
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Watch").field("files", &self.contents.keys()).finish_non_exhaustive()
    }
}

/// The folder of a file, and where it is a link the folder of what it points to.
fn folders_of(file: &Path) -> Vec<PathBuf> {
    let parent = |path: &Path| match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_owned(),
        None => path.to_owned(),
    };
    let target = fs::canonicalize(file).map(|target| parent(&target));
    let mut folders = vec![fs::canonicalize(parent(file)).unwrap_or_else(|_| parent(file))];
    folders.extend(target);
    folders.retain(|folder| folder.is_dir());
    folders
}

/// Not a store, which may lie beside the script and changes with each message.
fn may_be_of_a_program(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    !name.is_some_and(|name| [".db", ".db-wal", ".db-shm", ".db.lock"].iter().any(|end| name.ends_with(end)))
}

/// Nothing for a file that is empty: whoever writes over a file empties it first.
fn content_of(file: &Path) -> Option<[u8; 32]> {
    fs::read(file).ok().filter(|bytes| !bytes.is_empty()).map(|bytes| Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests {
    use super::Watch;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    /// The names of the files that change, or nothing within a time that is far too long.
    async fn names(watch: &mut Watch) -> Vec<String> {
        let changed = tokio::time::timeout(Duration::from_secs(20), watch.changed()).await.unwrap();
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        changed.iter().map(name).collect()
    }

    #[tokio::test]
    async fn looking_is_no_event() {
        let folder = tempfile::tempdir().unwrap();
        let (bot, env) = (folder.path().join("bot.wbot"), folder.path().join(".env"));
        fs::write(&bot, "1").unwrap();
        let mut watch = Watch::new([bot.clone(), env]).unwrap();
        for _ in 0..5 {
            assert!(watch.look().is_empty() && watch.is_whole(), "what was never there is not missing");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(watch.events.try_recv().is_err(), "nothing was saved");
        fs::write(&bot, "2").unwrap();
        assert_eq!(names(&mut watch).await, ["bot.wbot"]);
        fs::write(&bot, "").unwrap();
        assert!(!watch.is_whole(), "that is the middle of a save");
    }

    fn save_by_rename(file: &Path, text: &str) {
        let other = file.with_extension("tmp");
        fs::write(&other, text).unwrap();
        fs::rename(&other, file).unwrap();
    }

    #[tokio::test]
    async fn a_save_is_seen_however_it_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let (bot, lib) = (folder.path().join("bot.wbot"), folder.path().join("lib.wbot"));
        fs::write(&bot, "1").unwrap();
        fs::write(&lib, "1").unwrap();
        let mut watch = Watch::new([bot.clone(), lib.clone()]).unwrap();
        assert!(watch.look().is_empty());
        fs::write(&bot, "2").unwrap();
        assert_eq!(names(&mut watch).await, ["bot.wbot"]);
        for text in ["3", "4"] {
            save_by_rename(&bot, text);
            assert_eq!(names(&mut watch).await, ["bot.wbot"], "a renamed file is still watched");
        }
        fs::write(&bot, "4").unwrap();
        fs::write(folder.path().join("other.txt"), "x").unwrap();
        fs::remove_file(&lib).unwrap();
        assert!(watch.look().is_empty(), "the same content, another file, a file that is gone");
        fs::write(&lib, "2").unwrap();
        assert_eq!(names(&mut watch).await, ["lib.wbot"], "it came back");
        fs::remove_file(&lib).unwrap();
        assert_eq!(names(&mut watch).await, ["lib.wbot"], "it stays away");
        fs::write(&lib, "2").unwrap();
        assert_eq!(names(&mut watch).await, ["lib.wbot"], "it came back as it was");
        assert!(watch.is_whole());
        fs::write(&bot, "").unwrap();
        assert!(watch.look().is_empty() && !watch.is_whole(), "whoever writes over a file empties it first");
        fs::write(&bot, "5").unwrap();
        assert_eq!(names(&mut watch).await, ["bot.wbot"]);
        fs::write(&bot, "").unwrap();
        assert_eq!(names(&mut watch).await, ["bot.wbot"], "it stays empty");
    }

    #[tokio::test]
    async fn other_files_can_be_watched_later() {
        let folder = tempfile::tempdir().unwrap();
        let sub = folder.path().join("sub");
        fs::create_dir(&sub).unwrap();
        let (bot, lib) = (folder.path().join("bot.wbot"), sub.join("lib.wbot"));
        fs::write(&bot, "1").unwrap();
        fs::write(&lib, "1").unwrap();
        let mut watch = Watch::new([bot.clone()]).unwrap();
        fs::write(&bot, "2").unwrap();
        watch.set([bot.clone(), lib.clone()]).unwrap();
        assert_eq!(names(&mut watch).await, ["bot.wbot"], "a change from before is not forgotten");
        save_by_rename(&lib, "2");
        assert_eq!(names(&mut watch).await, ["lib.wbot"]);
        watch.set([bot]).unwrap();
        fs::write(&lib, "3").unwrap();
        assert!(watch.look().is_empty());
    }
}
