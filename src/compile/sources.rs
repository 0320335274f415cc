//! Where the bytes of a program come from.

use std::fmt;
use std::path::{Path, PathBuf};

/// A place to read files from: the disk, a table in memory, the buffers of an editor.
pub trait Sources: Send + Sync {
    /// The content of a file. Of a file longer than `bytes_max` at least one byte more than that
    /// is given, so that the caller sees that it is too long, without reading all of it.
    fn read(&self, path: &Path, bytes_max: usize) -> Result<Vec<u8>, ReadError>;

    /// A path by which a file is known however it was reached; any path, also of no file.
    fn identity(&self, path: &Path) -> PathBuf;

    /// Names of the files in a folder, for "did you mean"; empty where it cannot be read.
    fn names_in(&self, folder: &Path) -> Vec<String>;
}

/// Why a file cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadError {
    /// There is no such file.
    NotFound,
    /// It is a folder.
    Folder,
    /// It is there, and reading it fails: what the system says.
    Unreadable(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => out.write_str("there is no such file"),
            Self::Folder => out.write_str("it is a folder"),
            Self::Unreadable(why) => write!(out, "it cannot be read: {why}"),
        }
    }
}

impl std::error::Error for ReadError {}
