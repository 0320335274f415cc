//! The file system: the compiler's one door to it.
#![allow(clippy::disallowed_methods, reason = "this is the door")]

use super::{ReadError, Sources};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Reads from the file system; relative paths start at the current folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Sources for Disk {
    fn read(&self, path: &Path, bytes_max: usize) -> Result<Vec<u8>, ReadError> {
        let problem = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::NotFound,
            ErrorKind::IsADirectory => ReadError::Folder,
            _ => ReadError::Unreadable(error.to_string()),
        };
        let about = fs::metadata(path).map_err(problem)?;
        if about.is_dir() {
            return Err(ReadError::Folder);
        }
        if !about.is_file() {
            return Err(ReadError::Unreadable("it is no ordinary file".to_owned()));
        }
        let mut bytes = Vec::new();
        let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
        fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(problem)?;
        Ok(bytes)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
    }

    fn names_in(&self, folder: &Path) -> Vec<String> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_says_why() {
        let folder = tempfile::tempdir().expect("tests may write temporary files");
        let file = folder.path().join("a.wbot");
        fs::write(&file, "12345").expect("the folder is ours");
        assert_eq!(Disk.read(&file, 100), Ok(b"12345".to_vec()));
        assert_eq!(Disk.read(&file, 2).map(|bytes| bytes.len()), Ok(3), "one more than allowed, not all");
        assert_eq!(Disk.read(folder.path(), 100), Err(ReadError::Folder));
        assert_eq!(Disk.read(&folder.path().join("b.wbot"), 100), Err(ReadError::NotFound));
        assert_eq!(Disk.read(&file.join("below"), 100), Err(ReadError::NotFound));
        assert_eq!(Disk.names_in(folder.path()), ["a.wbot"]);
        assert_eq!(Disk.identity(&folder.path().join("./a.wbot")), Disk.identity(&file));
    }
}
