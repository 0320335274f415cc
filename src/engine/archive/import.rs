//! Lines of JSON into an empty store.

use super::export::FORMAT;
use super::{body, plain};
use crate::engine::codec::encode;
use crate::engine::store::{
    Change, Commit, EffectKey, EffectRecord, EventRecord, ProgramRecord, RunRecord, Seen, StateName,
    StateWrite, Store, StoreError, TimerRecord, WaitRecord,
};
use crate::ir::Program;
use futures_util::future::try_join_all;
use serde_json::{Map, Value as Json};
use smol_str::{SmolStr, ToSmolStr};

/// Why lines cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The first line is none of an export.
    #[error("this is no export of a store: its first line is not {{\"wbot store\": {FORMAT}}}")]
    NoExport,
    /// The lines have a format that is not known.
    #[error("the export has format {0}, this wbot reads formats up to {FORMAT}")]
    Newer(u64),
    /// The line that ends an export is not there.
    #[error(
        "the export is cut off: its last line is not {{\"end\":true,\"rows\":...}}; export the store again"
    )]
    Cut,
    /// There are other lines than the last one says.
    #[error(
        "the export says at its end that it has {said} rows, and there are {found}: where you took some out or added some, change the number there too; else export the store again"
    )]
    Rows {
        /// How many the last line says.
        said: u64,
        /// How many there are.
        found: usize,
    },
    /// A line cannot be read.
    #[error("line {line}: {why}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows.
    pub rows: usize,
}

/// The first version of the lines that has one at the end.
const WITH_END: u64 = 2;
/// Rows that are committed together.
const TOGETHER: usize = 500;

/// Puts what `lines` say into `store`, which is empty.
///
/// # Errors
/// At the first line that cannot be read; what was read before it is in the store, which its caller throws away.
pub async fn import(
    store: &dyn Store,
    lines: impl Iterator<Item = std::io::Result<String>>,
) -> Result<Imported, ImportError> {
    let mut imported = Imported::default();
    let (mut commit, mut alone) = (Commit::default(), Vec::new());
    let (mut format, mut end) = (None, None);
    for (number, line) in (1..).zip(lines) {
        let wrong = |why: String| ImportError::Line { line: number, why };
        let line = line.map_err(|error| wrong(error.to_string()))?;
        if line.trim().is_empty() && number > 1 {
            continue;
        }
        let json = serde_json::from_str::<Json>(&line);
        if number == 1 {
            format = Some(head(json.ok().as_ref())?);
            continue;
        }
        let json = json.map_err(|error| wrong(error.to_string()))?;
        let row = json.as_object().ok_or_else(|| wrong("it is no object".to_owned()))?;
        if end.is_some() {
            return Err(wrong("there is something behind the end".to_owned()));
        }
        if row.get("end").and_then(Json::as_bool) == Some(true) {
            let rows = row.get("rows").and_then(Json::as_u64);
            end = Some(rows.ok_or_else(|| wrong("it does not say how many rows there are".to_owned()))?);
            continue;
        }
        imported.rows += 1;
        match add(row, &mut commit).ok_or_else(|| wrong("it says no row of a store".to_owned()))? {
            Row::Later => {}
            Row::Seen(seen) => alone.push(store.commit(seen)),
            Row::Program(program) => {
                if Program::id_of(&program.body).to_smolstr() != program.id {
                    return Err(wrong("the program was changed: its id is the hash of its body".to_owned()));
                }
                store.put_program(program).await?;
            }
        }
        if imported.rows.is_multiple_of(TOGETHER) {
            store.commit(std::mem::take(&mut commit)).await?;
            try_join_all(alone.drain(..)).await?;
        }
    }
    whole(format, end, imported.rows)?;
    store.commit(commit).await?;
    try_join_all(alone).await?;
    Ok(imported)
}

/// Whether all lines are there, as far as an export of this format tells.
fn whole(format: Option<u64>, end: Option<u64>, found: usize) -> Result<(), ImportError> {
    match (format, end) {
        (None, _) => Err(ImportError::NoExport),
        (Some(_), Some(said)) if usize::try_from(said) != Ok(found) => Err(ImportError::Rows { said, found }),
        (Some(WITH_END..), None) => Err(ImportError::Cut),
        (Some(_), _) => Ok(()),
    }
}

fn head(json: Option<&Json>) -> Result<u64, ImportError> {
    match json.and_then(|json| json.get("wbot store")).and_then(Json::as_u64) {
        Some(format) if format <= FORMAT => Ok(format),
        Some(format) => Err(ImportError::Newer(format)),
        None => Err(ImportError::NoExport),
    }
}

/// What becomes of a row.
enum Row {
    /// It is in the commit that others are in.
    Later,
    /// It is a delivery: a commit has one.
    Seen(Commit),
    /// It is a program.
    Program(ProgramRecord),
}

/// Adds a row to `commit`; `None` where the line says none.
fn add(line: &Map<String, Json>, commit: &mut Commit) -> Option<Row> {
    let text = |name: &str| line.get(name).and_then(Json::as_str).map(SmolStr::new);
    let number = |name: &str| line.get(name).and_then(Json::as_i64);
    if let Some(state) = text("state") {
        let value = match line.get("value") {
            Some(json) => encode(&plain::from_plain(json)?).ok()?,
            None => body::bytes(line)?,
        };
        let name = StateName { state, owner: text("owner")? };
        commit.states.push(StateWrite { name, version: 0, value: Some(value) });
    } else if let Some(id) = text("run") {
        let (program, mailbox, ready) = (text("program")?, text("mailbox")?, line.get("ready")?.as_bool()?);
        let run = RunRecord { id, program, mailbox, ready, version: 0, body: body::bytes(line)? };
        commit.runs.push(Change::Put(run));
    } else if let Some(run) = text("wait") {
        commit.waits.push(Change::Put(WaitRecord { run, place: text("place")?, body: body::bytes(line)? }));
    } else if let Some(id) = text("timer") {
        let (due_ms, program, body) = (number("due_ms")?, text("program"), body::bytes(line)?);
        let can_wait = line.get("can_wait").and_then(Json::as_bool).unwrap_or_default();
        commit.timers.push(Change::Put(TimerRecord { id, due_ms, can_wait, program, body }));
    } else if let Some(run) = text("effect") {
        let key = EffectKey { run, sequence: u32::try_from(number("sequence")?).ok()? };
        let (mailbox, lane) = (text("mailbox")?, text("lane")?);
        let begun = line.get("begun").and_then(Json::as_bool).unwrap_or(true);
        let effect = EffectRecord { key, mailbox, lane, begun, body: body::bytes(line)? };
        commit.effects.push(Change::Put(effect));
    } else if let Some(id) = text("event") {
        let (mailbox, sent_ms) = (text("mailbox")?, number("sent_ms")?);
        commit.events.push(Change::Put(EventRecord { id, mailbox, sent_ms, body: body::bytes(line)? }));
    } else if let Some(key) = text("seen") {
        let seen = Some(Seen { key, at_ms: number("at_ms")? });
        return Some(Row::Seen(Commit { seen, ..Commit::default() }));
    } else if let Some(id) = text("program") {
        let body = body::bare_bytes(line)?;
        return Some(Row::Program(ProgramRecord { id, kept_ms: number("kept_ms")?, body }));
    } else {
        return None;
    }
    Some(Row::Later)
}
