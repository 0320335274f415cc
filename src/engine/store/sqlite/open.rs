//! Opening the file: whose it is, which version it has, how it is written.
#![allow(clippy::disallowed_methods, reason = "this is where the store's file is looked at")]

use super::lock::{self, Lock, NoLock};
use super::schema::{APPLICATION_ID, VERSION, WBOT, look_like_ours, migrate, wrote};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error(
        "the store {} is in use by another process{}; one bot has a store at a time: end that one, or give another place with --store",
        path.display(),
        pid(*holder)
    )]
    InUse {
        /// The file.
        path: PathBuf,
        /// The process, where it is known.
        holder: Option<u32>,
    },
    /// Its file has other names, under which another process may have it.
    #[error(
        "the store {} has more than one name (hard links), and SQLite would keep a log for each, so that what one process writes is lost for another: remove the other names, or copy the file",
        path.display()
    )]
    Linked {
        /// The file.
        path: PathBuf,
    },
    /// What is in the file cannot be read any more.
    #[error("the store {} is damaged: {error}; use a copy of before", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        error: String,
    },
    /// There is a file, and no `wbot` made it.
    #[error("{} is no store of wbot; name another file (`wbot run` takes it with --store)", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// There is no file.
    #[error("there is no store at {}", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A newer `wbot` wrote it.
    #[error(
        "the store {} was written by wbot {writer} (format {found}); this is wbot {WBOT} (format {VERSION}) and does not know all of it: use wbot {writer} or newer",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of its tables.
        found: usize,
        /// The `wbot` that made these tables.
        writer: String,
    },
    /// The file cannot be reached or read.
    #[error("the store {} cannot be opened: {error}", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: String,
    },
}

fn pid(holder: Option<u32>) -> String {
    holder.map(|pid| format!(" (pid {pid})")).unwrap_or_default()
}

/// Statements that stay prepared; there are fewer.
const STATEMENTS: usize = 64;
/// Bytes of a page of SQLite.
const PAGE: usize = 4096;
/// A reader never waits for the writer in WAL mode, but may for the recovery after a crash.
const BUSY: Duration = Duration::from_secs(10);

/// The file with its lock, ready to be written.
pub(super) fn to_write(path: &Path) -> Result<(Connection, Lock), OpenError> {
    let failed =
        |error: &dyn std::fmt::Display| OpenError::Failed { path: path.to_owned(), error: error.to_string() };
    // Before the lock, which lies beside what a link leads to. Where there is a file it is not touched, as closing it
    // ends the locks that SQLite has on it.
    if !path.exists() {
        make(path).map_err(|error| failed(&error))?;
    }
    let lock = Lock::take(path).map_err(|why| match why {
        NoLock::Held(holder) => OpenError::InUse { path: path.to_owned(), holder },
        NoLock::Failed(error) => failed(&error),
    })?;
    if lock::has_other_names(path).map_err(|error| failed(&error))? {
        return Err(OpenError::Linked { path: path.to_owned() });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let mut connection = connect(path, flags)?;
    let version = version(&connection, path)?;
    settle(&connection).map_err(|error| failed(&error))?;
    migrate(&mut connection, version).map_err(|error| failed(&error))?;
    wrote(&connection).map_err(|error| failed(&error))?;
    Ok((connection, lock))
}

/// Makes the file where there is none: it is its owner's alone, as what is in it is private. The log beside it
/// is made as the file is.
fn make(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// The file, to be read; another process may write it meanwhile.
pub(super) fn to_read(path: &Path) -> Result<Connection, OpenError> {
    if !path.is_file() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let version = version(&connection, path)?;
    if version == 0 {
        // An empty file: nothing was ever kept in it.
        return Err(OpenError::NotOurs { path: path.to_owned() });
    }
    look_like_ours(&connection, version).map_err(|error| unread(&error, path))?;
    Ok(connection)
}

/// Whether a transaction that writes may begin; it is undone. The lock of another program is waited for as a bot does.
pub(super) fn try_to_write(path: &Path) -> Result<(), OpenError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let tried = connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK");
    tried.map_err(|error| unread(&error, path))
}

/// Whether the file at `path` is one in which nothing was ever kept.
pub(super) fn is_new(path: &Path) -> Result<bool, OpenError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok(version(&connection, path)? == 0)
}

/// Why a file that is there cannot be read.
fn unread(error: &rusqlite::Error, path: &Path) -> OpenError {
    let (path, error, code) = (path.to_owned(), error.to_string(), error.sqlite_error_code());
    match code {
        Some(ErrorCode::NotADatabase) if !was_ours(&path) => OpenError::NotOurs { path },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => OpenError::Damaged { path, error },
        _ => OpenError::Failed { path, error },
    }
}

/// Whether a file is a store whose beginning was overwritten. The second page is that of the table `about`, an
/// index without free space in it, and says which `wbot` wrote the store.
fn was_ours(path: &Path) -> bool {
    let page = || -> std::io::Result<Vec<u8>> {
        let mut file = std::fs::File::open(path)?;
        let mut page = vec![0; PAGE];
        file.seek(SeekFrom::Start(u64::try_from(PAGE).unwrap_or(u64::MAX)))?;
        file.read_exact(&mut page)?;
        Ok(page)
    };
    page().is_ok_and(|page| {
        page.starts_with(&[0x0a, 0, 0]) && page.windows(b"wbot".len()).any(|part| part == b"wbot")
    })
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, OpenError> {
    // A connection stays with its thread.
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).and_then(|connection| {
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(connection)
    });
    opened.map_err(|error| OpenError::Failed { path: path.to_owned(), error: error.to_string() })
}

/// The version of the tables; 0 for a new file.
fn version(connection: &Connection, path: &Path) -> Result<usize, OpenError> {
    let look = || -> rusqlite::Result<(i32, i64, i64)> {
        let number = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
        Ok((
            connection.query_row("PRAGMA application_id", [], |row| row.get(0))?,
            number("PRAGMA user_version")?,
            number("SELECT count(*) FROM sqlite_schema")?,
        ))
    };
    match look() {
        Ok((0, 0, 0)) => Ok(0),
        Ok((APPLICATION_ID, found, _)) => {
            let found = usize::try_from(found).unwrap_or(usize::MAX);
            let sql = "SELECT value FROM about WHERE name = 'wbot'";
            let writer: Option<String> =
                connection.query_row(sql, [], |row| row.get(0)).optional().ok().flatten();
            let newer = writer.as_deref().is_some_and(|writer| release(writer) > release(WBOT));
            if found <= VERSION && !newer {
                return Ok(found);
            }
            Err(OpenError::Newer {
                path: path.to_owned(),
                found,
                writer: writer.unwrap_or_else(|| "of later".to_owned()),
            })
        }
        Ok(_) => Err(OpenError::NotOurs { path: path.to_owned() }),
        Err(error) => Err(unread(&error, path)),
    }
}

/// The release of a version: patches of one release store the same.
fn release(version: &str) -> (u64, u64) {
    let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

/// A commit that was answered survives the loss of power: that is `FULL`.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    // After a burst the log is cut back to this.
    connection.pragma_update_and_check(None, "journal_size_limit", 64 * 1024 * 1024, |_| Ok(()))
}
