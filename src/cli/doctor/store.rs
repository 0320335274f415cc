//! The store: whether a bot could use it, without taking it.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use super::finding::{Finding, State};
use crate::cli::args::DoctorArgs;
use crate::engine::archive::{flaws_of, other_owner};
use crate::engine::store::{Holder, OpenError, StoreFile};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Below this the next burst may not find room.
const FREE_BYTES_SEEN: u64 = 1024 * 1024 * 1024;
/// The log of the store alone may need this.
const FREE_BYTES_MIN: u64 = 128 * 1024 * 1024;
/// So long is looked through it. To wait for another program may take as long before.
const PATIENCE: Duration = Duration::from_secs(15);

const COPY: &str = "the disk may be failing; use a copy of before";
const RIGHT: &str = "give the user that runs the bot the right to write there, or another place with --store";

pub(super) fn look(args: &DoctorArgs) -> Finding {
    let path = place_of(args);
    if path == Path::new("memory") {
        return Finding::warning(
            "store",
            "conversations and state are kept in memory",
            "leave `--store memory` out, or what the bot knows is gone at each restart",
        );
    }
    // A link may lead to another disk.
    let place = match StoreFile::place(&path) {
        Ok(place) => place,
        Err(error) => return Finding::failure("store", format!("{}: {error}", path.display()), RIGHT),
    };
    let folder = place.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Err(why) = written(folder) {
        return Finding::failure(
            "store",
            format!("nothing can be written to {}: {why}", folder.display()),
            RIGHT,
        );
    }
    let tight = room(folder);
    match tight {
        Some(tight) if tight.state == State::Failure => tight,
        tight => {
            let found = usable(&path, PATIENCE);
            tight.filter(|_| found.state == State::Fine).unwrap_or(found)
        }
    }
}

/// The store of another bot than `me`, which `wbot run` refuses. One that cannot be looked at was told of.
pub(super) fn of_other(args: &DoctorArgs, me: &str) -> Option<Finding> {
    let path = Some(place_of(args)).filter(|path| path != Path::new("memory"))?;
    let file = StoreFile::open(&path).ok()?.within(PATIENCE).ok()?;
    let owner = other_owner(&file, me).ok()??;
    Some(Finding::failure(
        "store",
        format!("{} belongs to another bot ({owner})", path.display()),
        "give another place with --store, or the token of that bot",
    ))
}

fn place_of(args: &DoctorArgs) -> PathBuf {
    args.store.clone().unwrap_or_else(|| args.file.with_file_name("wbot.db"))
}

/// Whether a bot could have it.
fn usable(path: &Path, patience: Duration) -> Finding {
    let holder = match StoreFile::holder(path) {
        Holder::Nobody => String::new(),
        Holder::Somebody(pid) => {
            let pid = pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default();
            format!("; a bot that runs{pid} has it")
        }
    };
    if let Err(error) = StoreFile::try_to_write(path) {
        return refused(
            &error,
            "end the program that has the file (a tool that looks at databases, a copy under way), or give the user that \
             runs the bot the right to write it",
        );
    }
    match StoreFile::open(path) {
        Err(OpenError::Missing { .. }) => {
            Finding::fine("store", format!("{} will be made at the first start", path.display()))
        }
        Err(OpenError::Empty { .. }) => {
            Finding::fine("store", format!("{} is empty: the first start fills it", path.display()))
        }
        Err(error) => refused(&error, "give another place with --store"),
        Ok(file) => match file.within(patience) {
            Ok(file) => soundness(&file, path, &holder),
            Err(error) => Finding::failure("store", error.to_string(), "end other programs"),
        },
    }
}

/// What to do where it cannot be used; `otherwise` where the system says no.
fn refused(error: &OpenError, otherwise: &str) -> Finding {
    let todo = match error {
        OpenError::Newer { .. } => {
            "install that wbot, or newer; an older copy of the store does too (`wbot store export` makes copies)"
        }
        OpenError::Damaged { .. } => COPY,
        OpenError::Linked { .. } => "remove the other names, or give another place with --store",
        OpenError::Unwritable { .. } => {
            "give the user that runs the bot the right to write it, and run the doctor as that user"
        }
        OpenError::NotOurs { .. }
        | OpenError::NoFile { .. }
        | OpenError::InUse { .. }
        | OpenError::OfOthers { .. }
        | OpenError::Missing { .. }
        | OpenError::Empty { .. } => "give another place with --store",
        OpenError::Failed { .. } => otherwise,
    };
    Finding::failure("store", error.to_string(), todo)
}

fn soundness(file: &StoreFile, path: &Path, holder: &str) -> Finding {
    let counts = file.counts();
    let (flaws, path) = (flaws_of(file), path.display());
    if !flaws.is_empty() {
        return Finding::failure(
            "store",
            format!("{path} has {} flaw{}{holder}", flaws.len(), if flaws.len() == 1 { "" } else { "s" }),
            format!("`wbot store check {path}` lists them; a copy of before may be better"),
        );
    }
    if file.is_late() {
        return Finding::warning(
            "store",
            format!("{path} is big: what was looked at is sound, and the time was over then{holder}"),
            format!("`wbot store check {path}` looks at all of it"),
        );
    }
    match counts {
        Ok(counts) => {
            let plural = if counts.runs == 1 { "" } else { "s" };
            Finding::fine("store", format!("{path} is sound, {} run{plural}{holder}", counts.runs))
        }
        Err(error) => Finding::failure("store", error.to_string(), COPY),
    }
}

/// Writes a file beside the store, and takes it away.
fn written(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".wbot-doctor-{}", std::process::id()));
    fs::write(&probe, b"wbot")?;
    fs::remove_file(&probe)
}

fn room(folder: &Path) -> Option<Finding> {
    let free = free_bytes(folder)?;
    let said = format!("{} MB are free in {}", free / (1024 * 1024), folder.display());
    let todo = "make room: a bot whose store cannot grow takes no messages";
    match free {
        ..FREE_BYTES_MIN => Some(Finding::failure("store", said, todo)),
        FREE_BYTES_MIN..FREE_BYTES_SEEN => Some(Finding::warning("store", said, todo)),
        _ => None,
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::{soundness, usable};
    use crate::cli::doctor::finding::State;
    use crate::engine::store::{SqliteStore, StoreFile};
    use std::thread::yield_now;
    use std::time::Duration;

    #[test]
    fn a_store_that_is_too_big_for_a_look_is_not_called_sound_nor_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wbot.db");
        drop(SqliteStore::open(&path).unwrap());
        assert_eq!(usable(&path, Duration::from_mins(1)).state, State::Fine);
        let file = StoreFile::open(&path).unwrap().within(Duration::ZERO).unwrap();
        while !file.is_late() {
            yield_now();
        }
        let found = soundness(&file, &path, "");
        assert_eq!(found.state, State::Warning, "{found:?}");
        assert!(found.todo.unwrap().contains("wbot store check"), "{}", found.said);
    }
}
