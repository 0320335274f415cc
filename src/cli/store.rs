//! `wbot store`: what a bot keeps, from outside.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use super::args::StoreCommand;
use super::{output, store_text};
use crate::engine::archive::{check, export, import, inspect};
use crate::engine::store::{Place, SqliteStore, StoreError, StoreFile};
use serde_json::json;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// Runs a command. 2 where it could not be done.
pub(super) fn store(command: &StoreCommand) -> ExitCode {
    let done = match command {
        StoreCommand::Inspect { path, json, most } => look(path, *json, *most),
        StoreCommand::Check { path, json } => look_for_flaws(path, *json),
        StoreCommand::Export { path } => print_all(path),
        StoreCommand::Import { path, file } => read_all(path, file),
    };
    done.unwrap_or_else(|problem| {
        output::problem(&problem);
        ExitCode::from(2)
    })
}

fn open(path: &Path) -> Result<StoreFile, String> {
    StoreFile::open(path).map_err(|error| error.to_string())
}

fn look(path: &Path, json: bool, most: usize) -> Result<ExitCode, String> {
    let overview = inspect(&open(path)?, most).map_err(|error| error.to_string())?;
    let text = if json { store_text::json(&overview) } else { store_text::human(&overview) };
    output::out(&text);
    Ok(ExitCode::SUCCESS)
}

fn look_for_flaws(path: &Path, json: bool) -> Result<ExitCode, String> {
    let flaws = check(path).map_err(|error| error.to_string())?;
    if json {
        let flaws: Vec<_> = flaws.iter().map(|flaw| json!({ "what": flaw.what, "why": flaw.why })).collect();
        output::out(&format!("{}\n", json!({ "flaws": flaws })));
    } else if flaws.is_empty() {
        output::out(&format!("{} is sound\n", path.display()));
    } else {
        for flaw in &flaws {
            output::out(&format!("{}: {}\n", flaw.what, flaw.why));
        }
    }
    Ok(if flaws.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn print_all(path: &Path) -> Result<ExitCode, String> {
    let file = open(path)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let failed = |error: std::io::Error| StoreError::Failed(error.to_string());
    let printed = export(&file, |line| writeln!(out, "{line}").map_err(failed));
    printed.and_then(|()| out.flush().map_err(failed)).map_err(|error| error.to_string())?;
    Ok(ExitCode::SUCCESS)
}

fn read_all(path: &Path, lines: &Path) -> Result<ExitCode, String> {
    let (from, shown) = source(lines)?;
    let Some(place) = Place::take(path).map_err(|error| error.to_string())? else {
        return Err(format!("{} is not empty: an import makes a new store", path.display()));
    };
    let workshop = place.workshop().map_err(|error| error.to_string())?;
    let store = SqliteStore::open(workshop.path()).map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    let imported = runtime.block_on(import(&store, from.lines()));
    let imported = imported.map_err(|error| format!("{shown}: {error}"))?;
    // Its log is folded into its file.
    drop(store);
    place.put(&workshop).map_err(|error| error.to_string())?;
    output::out(&format!("{} rows in {}\n", imported.rows, path.display()));
    Ok(ExitCode::SUCCESS)
}

/// Where the lines come from, and what that is called: `-` is standard input.
fn source(lines: &Path) -> Result<(Box<dyn BufRead>, String), String> {
    if lines == Path::new("-") {
        return Ok((Box::new(BufReader::new(std::io::stdin())), "standard input".to_owned()));
    }
    let shown = lines.display().to_string();
    let file = File::open(lines).map_err(|error| format!("{shown}: {error}"))?;
    Ok((Box::new(BufReader::new(file)), shown))
}
