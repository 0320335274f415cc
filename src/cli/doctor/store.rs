//! The store: whether a bot could use it, without taking it.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use super::finding::Finding;
use crate::cli::args::DoctorArgs;
use crate::engine::archive::check;
use crate::engine::store::{Holder, OpenError, StoreFile};
use std::fs;
use std::path::Path;

/// Below this the next burst may not find room.
const FREE_BYTES_SEEN: u64 = 1024 * 1024 * 1024;
/// The log of the store alone may need this.
const FREE_BYTES_MIN: u64 = 128 * 1024 * 1024;

const COPY: &str = "the disk may be failing; use a copy of before";

pub(super) fn look(args: &DoctorArgs) -> Finding {
    let path = args.store.clone().unwrap_or_else(|| args.file.with_file_name("wbot.db"));
    if path == Path::new("memory") {
        return Finding::warning(
            "store",
            "conversations and state are kept in memory",
            "leave `--store memory` out, or what the bot knows is gone at each restart",
        );
    }
    let shown = path.display();
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Err(why) = written(folder) {
        return Finding::failure(
            "store",
            format!("nothing can be written to {}: {why}", folder.display()),
            "give the user that runs the bot the right to write there, or another place with --store",
        );
    }
    if let Some(finding) = room(folder) {
        return finding;
    }
    let holder = match StoreFile::holder(&path) {
        Holder::Nobody => String::new(),
        Holder::Somebody(pid) => {
            let pid = pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default();
            format!("; a bot that runs{pid} has it")
        }
    };
    match StoreFile::open(&path) {
        Err(OpenError::Missing { .. }) => {
            Finding::fine("store", format!("{shown} will be made at the first start"))
        }
        Err(error @ OpenError::Newer { .. }) => Finding::failure(
            "store",
            error.to_string(),
            "install that wbot, or newer; an older copy of the store does too (`wbot store export` makes copies)",
        ),
        Err(error @ OpenError::Damaged { .. }) => Finding::failure("store", error.to_string(), COPY),
        Err(error) => Finding::failure("store", error.to_string(), "give another place with --store"),
        Ok(_)
            if holder.is_empty()
                && let Err(error) = StoreFile::try_to_write(&path) =>
        {
            let todo = "end the program that has the file (a tool that looks at databases, a copy under way), or give \
                        the user that runs the bot the right to write it";
            Finding::failure("store", error.to_string(), todo)
        }
        Ok(file) => soundness(&file, &path, &holder),
    }
}

fn soundness(file: &StoreFile, path: &Path, holder: &str) -> Finding {
    let (checked, path) = (check(path), path.display());
    match (checked, file.counts()) {
        (Ok(flaws), Ok(counts)) if flaws.is_empty() => {
            let plural = if counts.runs == 1 { "" } else { "s" };
            Finding::fine("store", format!("{path} is sound, {} run{plural}{holder}", counts.runs))
        }
        (Ok(flaws), Ok(_)) => Finding::failure(
            "store",
            format!("{path} has {} flaw{}{holder}", flaws.len(), if flaws.len() == 1 { "" } else { "s" }),
            format!("`wbot store check {path}` lists them; a copy of before may be better"),
        ),
        (Err(error), _) => Finding::failure("store", error.to_string(), COPY),
        (_, Err(error)) => Finding::failure("store", error.to_string(), COPY),
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
