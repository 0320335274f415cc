//! Opening the file: whose it is, which version it has, how it is written.
#![allow(clippy::disallowed_methods, reason = "this is where the store's file is looked at")]

use super::lock::{self, Holder, Lock, NoLock};
use super::real::{folder, may_be_written, must_be_file, must_have_one_name, real, with};
use super::schema::{APPLICATION_ID, VERSION, WBOT, look_like_ours, migrate, wrote};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error(
        "the store {} is in use by another process{}; one process has a store at a time: end that one, or name another file (`wbot run` takes it with --store)",
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
    /// There is a file with nothing in it, as `wbot run` takes it too.
    #[error("{} is no store of wbot yet: it is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// What is there is no file.
    #[error("{} is {what}, and a store is a file: name one", path.display())]
    NoFile {
        /// Where.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// This user may not write it.
    #[error("{} may not be written by this user", path.display())]
    Unwritable {
        /// The file: the store, or its lock.
        path: PathBuf,
    },
    /// It belongs to a user whom nothing can be given to.
    #[error(
        "the store {} belongs to user {user} and group {group}, whom this user may not give a file to: do this as that user",
        path.display()
    )]
    OfOthers {
        /// The file.
        path: PathBuf,
        /// Its user.
        user: u32,
        /// Its group.
        group: u32,
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
/// Who only tries gives up sooner.
const BUSY_TRY: Duration = Duration::from_secs(5);

/// The file with its lock, ready to be written.
pub(super) fn to_write(path: &Path) -> Result<(Connection, Lock), OpenError> {
    let failed =
        |error: &dyn std::fmt::Display| OpenError::Failed { path: path.to_owned(), error: error.to_string() };
    must_be_file(path)?;
    // Before the lock, which belongs to whom the file does. Where there is a file it is not touched, as closing it
    // ends the locks that SQLite has on it.
    if !path.exists() {
        make(path).map_err(|error| failed(&error))?;
    }
    let lock = Lock::take(path).map_err(|why| match why {
        NoLock::Held(holder) => OpenError::InUse { path: path.to_owned(), holder },
        NoLock::Failed(error) => failed(&error),
    })?;
    must_have_one_name(path)?;
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
    to_read_as(path, path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// `path`, which SQLite reaches by another name.
fn to_read_as(path: &Path, name: &Path, flags: OpenFlags) -> Result<Connection, OpenError> {
    must_be_file(path)?;
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let connection = connect(name, flags)?;
    let version = version(&connection, path)?;
    if version == 0 {
        // Nothing was ever kept in it.
        return Err(OpenError::Empty { path: path.to_owned() });
    }
    look_like_ours(&connection, version).map_err(|error| unread(&error, path))?;
    Ok(connection)
}

/// The file for who looks at it, and what is to be done when that is over: SQLite makes a log and its index even for who
/// only reads, and only who may write takes them away again.
pub(super) fn to_look(path: &Path) -> Result<(Connection, TakesBack), OpenError> {
    let failed =
        |error: std::io::Error| OpenError::Failed { path: path.to_owned(), error: error.to_string() };
    let file = real(path).map_err(failed)?;
    if has_log(&file) {
        return Ok((to_read(path)?, TakesBack(None)));
    }
    if may_be_written(&file) && may_be_written(folder(&file)) {
        // Also where it is no store.
        let takes_back = TakesBack(Some(file));
        return Ok((to_read(path)?, takes_back));
    }
    // Nobody has written it since it was closed, and this user cannot.
    match unchanging(&file) {
        Some(name) => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            Ok((to_read_as(path, &name, flags)?, TakesBack(None)))
        }
        None => Ok((to_read(path)?, TakesBack(None))),
    }
}

fn has_log(file: &Path) -> bool {
    with(file, "-wal").exists()
}

/// The name by which SQLite takes a file for one that does not change, and makes nothing beside it.
#[cfg(unix)]
fn unchanging(file: &Path) -> Option<PathBuf> {
    use std::fmt::Write;
    let mut name = String::from("file:");
    for &byte in std::os::unix::ffi::OsStrExt::as_bytes(file.as_os_str()) {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => name.push(byte.into()),
            _ => write!(name, "%{byte:02X}").ok()?,
        }
    }
    Some(PathBuf::from(name + "?immutable=1"))
}

#[cfg(not(unix))]
fn unchanging(_file: &Path) -> Option<PathBuf> {
    None
}

/// Takes away what SQLite made beside a file for who looked at it, when it is dropped: after the connection. SQLite does
/// that itself when the last one closes who may write; where a bot has begun meanwhile it is not the last.
#[derive(Debug)]
pub(super) struct TakesBack(Option<PathBuf>);

impl Drop for TakesBack {
    fn drop(&mut self) {
        let Some(file) = self.0.as_deref().filter(|file| has_log(file)) else { return };
        let closed = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|connection| {
            // It has the log only when it has read.
            version(&connection, file)
        });
        if let Err(error) = closed {
            tracing::debug!("{error}");
        }
    }
}

/// Whether a bot could open the store and begin a transaction that writes. Nothing is changed; the lock of another
/// program is waited for a while. Where a bot has it only its file is looked at.
pub(super) fn try_to_write(path: &Path) -> Result<(), OpenError> {
    let failed =
        |error: &dyn std::fmt::Display| OpenError::Failed { path: path.to_owned(), error: error.to_string() };
    must_be_file(path)?;
    let file = real(path).map_err(|error| failed(&error))?;
    let lock = lock::of(&file);
    if lock.exists() && !may_be_written(&lock) {
        return Err(OpenError::Unwritable { path: lock });
    }
    if !file.exists() {
        return Ok(());
    }
    must_have_one_name(path)?;
    if lock::who(path) != Holder::Nobody {
        return Ok(());
    }
    let unwritable = || Err(OpenError::Unwritable { path: path.to_owned() });
    if !may_be_written(&file) {
        return unwritable();
    }
    let folds = !has_log(&file);
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let tried = || -> rusqlite::Result<bool> {
        connection.busy_timeout(BUSY_TRY)?;
        // What a bot left that was killed is its own to fold in.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !folds)?;
        // Where it can be opened only to be read, SQLite does that.
        if connection.is_readonly("main")? {
            return Ok(false);
        }
        connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
        Ok(true)
    };
    match tried() {
        Ok(true) => Ok(()),
        Ok(false) => unwritable(),
        Err(error) => Err(unread(&error, path)),
    }
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
