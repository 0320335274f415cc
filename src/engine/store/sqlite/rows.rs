//! Rows as records, one shape for each table.

use crate::engine::store::{
    EffectKey, EffectRecord, EventRecord, ProgramRecord, RunRecord, Seen, StateName, StoredState,
    TimerRecord, WaitRecord,
};
use rusqlite::Row;
use smol_str::SmolStr;

pub(super) type Found<T> = rusqlite::Result<T>;

pub(super) const RUN: &str = "SELECT id, program, mailbox, ready, version, body FROM runs";
pub(super) const EVENT: &str = "SELECT id, mailbox, sent_ms, body FROM events";
pub(super) const STATE: &str = "SELECT state, owner, version, value FROM states";
pub(super) const EFFECT: &str = "SELECT run, sequence, mailbox, lane, begun, body FROM effects";
pub(super) const TIMER: &str = "SELECT id, due_ms, can_wait, program, body FROM timers";
pub(super) const WAIT: &str = "SELECT run, place, body FROM waits";
pub(super) const PROGRAM: &str = "SELECT id, kept_ms, body FROM programs";
pub(super) const SEEN: &str = "SELECT key, at_ms FROM seen";

pub(super) fn text(row: &Row<'_>, at: usize) -> Found<SmolStr> {
    Ok(SmolStr::new(row.get_ref(at)?.as_str()?))
}

pub(super) fn count(row: &Row<'_>, at: usize) -> Found<u64> {
    Ok(u64::try_from(row.get::<_, i64>(at)?).unwrap_or(0))
}

pub(super) fn run(row: &Row<'_>) -> Found<RunRecord> {
    Ok(RunRecord {
        id: text(row, 0)?,
        program: text(row, 1)?,
        mailbox: text(row, 2)?,
        ready: row.get(3)?,
        version: count(row, 4)?,
        body: row.get(5)?,
    })
}

pub(super) fn event(row: &Row<'_>) -> Found<EventRecord> {
    Ok(EventRecord { id: text(row, 0)?, mailbox: text(row, 1)?, sent_ms: row.get(2)?, body: row.get(3)? })
}

pub(super) fn state(row: &Row<'_>) -> Found<(StateName, StoredState)> {
    let name = StateName { state: text(row, 0)?, owner: text(row, 1)? };
    Ok((name, StoredState { version: count(row, 2)?, value: row.get(3)? }))
}

pub(super) fn effect(row: &Row<'_>) -> Found<EffectRecord> {
    let key = EffectKey { run: text(row, 0)?, sequence: row.get(1)? };
    let (mailbox, lane) = (text(row, 2)?, text(row, 3)?);
    Ok(EffectRecord { key, mailbox, lane, begun: row.get(4)?, body: row.get(5)? })
}

pub(super) fn timer(row: &Row<'_>) -> Found<TimerRecord> {
    let program: Option<String> = row.get(3)?;
    Ok(TimerRecord {
        id: text(row, 0)?,
        due_ms: row.get(1)?,
        can_wait: row.get(2)?,
        program: program.map(SmolStr::from),
        body: row.get(4)?,
    })
}

pub(super) fn wait(row: &Row<'_>) -> Found<WaitRecord> {
    Ok(WaitRecord { run: text(row, 0)?, place: text(row, 1)?, body: row.get(2)? })
}

pub(super) fn program(row: &Row<'_>) -> Found<ProgramRecord> {
    Ok(ProgramRecord { id: text(row, 0)?, kept_ms: row.get(1)?, body: row.get(2)? })
}

pub(super) fn seen(row: &Row<'_>) -> Found<Seen> {
    Ok(Seen { key: text(row, 0)?, at_ms: row.get(1)? })
}
