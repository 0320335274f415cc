//! `wbot fmt`: scripts in the one layout.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use super::args::FmtArgs;
use super::{files, output};
use crate::base::{SourceId, SourceText};
use crate::format::format;
use similar::TextDiff;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

/// How many files came out how.
#[derive(Default)]
struct Tally {
    files: usize,
    changed: usize,
    failed: usize,
}

/// Formats, or checks, all scripts that the arguments mean.
pub(super) fn fmt(args: &FmtArgs) -> ExitCode {
    if args.stdin {
        return from_stdin(args.check);
    }
    let scripts = match files::scripts(&args.paths) {
        Ok(scripts) => scripts,
        Err(message) => {
            output::problem(&message);
            return ExitCode::from(2);
        }
    };
    let mut tally = Tally { files: scripts.len(), ..Tally::default() };
    for path in &scripts {
        match file(path, args.check) {
            Ok(changed) => tally.changed += usize::from(changed),
            Err(problem) => {
                output::problem(&problem);
                tally.failed += 1;
            }
        }
    }
    tally.report(args.check)
}

/// Formats one file; says whether it changed, or would.
fn file(path: &Path, check: bool) -> Result<bool, String> {
    let name = path.display();
    let bytes = fs::read(path).map_err(|error| format!("`{name}` cannot be read: {error}"))?;
    let before = String::from_utf8(bytes).map_err(|_| format!("`{name}` is not UTF-8"))?;
    let after = laid_out(&name.to_string(), &before)?;
    if after == before {
        return Ok(false);
    }
    if check {
        output::out(&diff(&name.to_string(), &before, &after));
    } else {
        fs::write(path, after).map_err(|error| format!("`{name}` cannot be written: {error}"))?;
        output::out(&format!("formatted {name}\n"));
    }
    Ok(true)
}

fn from_stdin(check: bool) -> ExitCode {
    let mut before = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut before) {
        output::problem(&format!("standard input cannot be read: {error}"));
        return ExitCode::from(2);
    }
    match laid_out("stdin", &before) {
        Ok(after) if check => {
            output::out(&diff("stdin", &before, &after));
            ExitCode::from(u8::from(after != before))
        }
        Ok(after) => {
            output::out(&after);
            ExitCode::SUCCESS
        }
        Err(problem) => {
            output::problem(&problem);
            ExitCode::from(2)
        }
    }
}

/// The text in its layout; what does not parse is told.
fn laid_out(name: &str, text: &str) -> Result<String, String> {
    let done = format(&SourceText::new(SourceId(0), name, text)).map_err(|error| {
        format!("internal error: {error}; `{name}` is left as it is, please report it with the file")
    })?;
    if done.broken > 0 {
        output::problem(&format!("{name}: what does not parse is left as it is; `wbot check` says why"));
    }
    Ok(done.text)
}

/// A unified diff that `patch` understands.
fn diff(name: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header(name, name).to_string()
}

impl Tally {
    fn report(&self, check: bool) -> ExitCode {
        let files = if self.files == 1 { "1 file".to_owned() } else { format!("{} files", self.files) };
        match (self.changed, check) {
            (0, _) => output::out(&format!("{files}, nothing to format\n")),
            (changed, true) => {
                output::problem(&format!("{changed} of {files} to format; run `wbot fmt` without --check"));
            }
            (changed, false) => output::out(&format!("{changed} of {files} formatted\n")),
        }
        match (self.failed, check && self.changed > 0) {
            (0, false) => ExitCode::SUCCESS,
            (0, true) => ExitCode::from(1),
            _ => ExitCode::from(2),
        }
    }
}
