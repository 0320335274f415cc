//! Where a store lies, whatever links lead there. SQLite keeps its log beside the real file, and so is all else.
#![allow(clippy::disallowed_methods, reason = "this is where it is looked where a store lies")]

use super::OpenError;
use std::ffi::OsString;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// Links that lead to one another; the system follows no more either.
const LINKS_MAX: usize = 40;

/// The file that `path` leads to, which need not be there yet.
pub(super) fn real(path: &Path) -> std::io::Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..LINKS_MAX {
        match at.canonicalize() {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            found => return found,
        }
        let Ok(to) = at.read_link() else {
            let folder = folder(&at).canonicalize().ok();
            let there = folder.zip(at.file_name()).map(|(folder, name)| folder.join(name));
            return Ok(there.unwrap_or(at));
        };
        at = folder(&at).join(to);
    }
    Err(Error::other("too many links lead to one another"))
}

/// The folder that a file is in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path with something behind its name.
pub(super) fn with(path: &Path, end: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// What is at `path`, if anything is, is a file.
pub(super) fn must_be_file(path: &Path) -> Result<(), OpenError> {
    match path.metadata() {
        Ok(found) if !found.is_file() => {
            let what = if found.is_dir() { "a folder" } else { "a device or a pipe" };
            Err(OpenError::NoFile { path: path.to_owned(), what })
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// The file has no other name (hard links). Each would have a log of its own, and what one wrote would not be there for
/// the other.
#[cfg(unix)]
pub(super) fn must_have_one_name(path: &Path) -> Result<(), OpenError> {
    match path.metadata() {
        Ok(found) if std::os::unix::fs::MetadataExt::nlink(&found) > 1 => {
            Err(OpenError::Linked { path: path.to_owned() })
        }
        Ok(_) => Ok(()),
        Err(error) => Err(OpenError::Failed { path: path.to_owned(), error: error.to_string() }),
    }
}

#[cfg(not(unix))]
pub(super) fn must_have_one_name(_path: &Path) -> Result<(), OpenError> {
    Ok(())
}

/// Whether this user may write what is at `path`: a file, or into a folder. Nothing is opened: closing a file ends the
/// locks that SQLite has on it.
#[cfg(unix)]
pub(super) fn may_be_written(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
pub(super) fn may_be_written(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| !found.permissions().readonly())
}

#[cfg(all(test, unix))]
mod tests {
    use super::real;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_lead_to_what_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let at = |name: &str| root.join(name);
        std::fs::create_dir(at("data")).unwrap();
        symlink("data/b", at("a")).unwrap();
        symlink("c", at("data/b")).unwrap();
        assert_eq!(real(&at("a")).unwrap(), at("data/c"), "one after the other, each from its own folder");
        assert_eq!(real(&at("none")).unwrap(), at("none"));
        symlink("gone/c", at("lost")).unwrap();
        assert_eq!(real(&at("lost")).unwrap(), at("gone/c"));
        symlink("round", at("round")).unwrap();
        assert!(real(&at("round")).is_err());
    }
}
