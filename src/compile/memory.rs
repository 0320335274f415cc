//! Files in a table, for tests and for tools that have no disk.

use super::paths::tidy;
use super::{ReadError, Sources};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Files by path.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more file (or another content for one that is there).
    #[must_use]
    pub fn file(mut self, path: impl AsRef<Path>, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(tidy(path.as_ref()), content.into());
        self
    }
}

impl Sources for Memory {
    fn read(&self, path: &Path, bytes_max: usize) -> Result<Vec<u8>, ReadError> {
        let path = tidy(path);
        match self.files.get(&path) {
            Some(bytes) => Ok(bytes.iter().copied().take(bytes_max.saturating_add(1)).collect()),
            None if self.files.keys().any(|file| file.starts_with(&path)) => Err(ReadError::Folder),
            None => Err(ReadError::NotFound),
        }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        tidy(path)
    }

    fn names_in(&self, folder: &Path) -> Vec<String> {
        let folder = tidy(folder);
        self.files
            .keys()
            .filter(|file| file.parent() == Some(&folder))
            .filter_map(|file| Some(file.file_name()?.to_str()?.to_owned()))
            .collect()
    }
}
