//! The lookups. Each goes by an index, however much else is kept.

use crate::engine::store::{
    EffectKey, EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord, StateName, StoredState,
    TimerRecord, WaitRecord,
};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use smol_str::SmolStr;

type Found<T> = rusqlite::Result<T>;

const RUN: &str = "SELECT id, program, mailbox, ready, version, body FROM runs";
const EFFECT: &str = "SELECT run, sequence, mailbox, lane, body FROM effects";
const TIMER: &str = "SELECT id, due_ms, program, body FROM timers";

fn text(row: &Row<'_>, at: usize) -> Found<SmolStr> {
    Ok(SmolStr::new(row.get_ref(at)?.as_str()?))
}

fn count(row: &Row<'_>, at: usize) -> Found<u64> {
    Ok(u64::try_from(row.get::<_, i64>(at)?).unwrap_or(0))
}

fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn list<T>(
    from: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> Found<T>,
) -> Found<Vec<T>> {
    from.prepare_cached(sql)?.query_map(params, read)?.collect()
}

fn one<T>(
    from: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> Found<T>,
) -> Found<Option<T>> {
    from.prepare_cached(sql)?.query_row(params, read).optional()
}

/// Where a page begins: after a key, or with the first of all, which may be the empty one.
fn from_key(after: Option<&SmolStr>) -> (&'static str, &str) {
    after.map_or((">=", ""), |after| (">", after.as_str()))
}

fn run_of(row: &Row<'_>) -> Found<RunRecord> {
    Ok(RunRecord {
        id: text(row, 0)?,
        program: text(row, 1)?,
        mailbox: text(row, 2)?,
        ready: row.get(3)?,
        version: count(row, 4)?,
        body: row.get(5)?,
    })
}

fn effect_of(row: &Row<'_>) -> Found<EffectRecord> {
    let key = EffectKey { run: text(row, 0)?, sequence: row.get(1)? };
    Ok(EffectRecord { key, mailbox: text(row, 2)?, lane: text(row, 3)?, body: row.get(4)? })
}

fn timer_of(row: &Row<'_>) -> Found<TimerRecord> {
    let program: Option<String> = row.get(2)?;
    Ok(TimerRecord {
        id: text(row, 0)?,
        due_ms: row.get(1)?,
        program: program.map(SmolStr::from),
        body: row.get(3)?,
    })
}

pub(super) fn run(from: &Connection, id: &str) -> Found<Option<RunRecord>> {
    one(from, &format!("{RUN} WHERE id = ?1"), [id], run_of)
}

pub(super) fn ready_runs(from: &Connection, after: Option<&SmolStr>, limit: usize) -> Found<Vec<RunRecord>> {
    let (is, key) = from_key(after);
    let sql = format!("{RUN} WHERE ready = 1 AND id {is} ?1 ORDER BY id LIMIT ?2");
    list(from, &sql, params![key, rows(limit)], run_of)
}

pub(super) fn runs_of(
    from: &Connection,
    program: &str,
    after: Option<&SmolStr>,
    limit: usize,
) -> Found<Vec<RunRecord>> {
    let (is, key) = from_key(after);
    let sql = format!("{RUN} WHERE program = ?1 AND id {is} ?2 ORDER BY id LIMIT ?3");
    list(from, &sql, params![program, key, rows(limit)], run_of)
}

pub(super) fn state(from: &Connection, name: &StateName) -> Found<Option<StoredState>> {
    let sql = "SELECT version, value FROM states WHERE state = ?1 AND owner = ?2";
    one(from, sql, [name.state.as_str(), name.owner.as_str()], |row| {
        Ok(StoredState { version: count(row, 0)?, value: row.get(1)? })
    })
}

pub(super) fn values_of(
    from: &Connection,
    state: &SmolStr,
    after: Option<&SmolStr>,
    limit: usize,
) -> Found<Vec<(StateName, StoredState)>> {
    let (is, key) = from_key(after);
    let sql = format!(
        "SELECT owner, version, value FROM states WHERE state = ?1 AND owner {is} ?2 ORDER BY owner LIMIT ?3"
    );
    list(from, &sql, params![state.as_str(), key, rows(limit)], |row| {
        let name = StateName { state: state.clone(), owner: text(row, 0)? };
        Ok((name, StoredState { version: count(row, 1)?, value: row.get(2)? }))
    })
}

pub(super) fn mailboxes(from: &Connection, after: Option<&SmolStr>, limit: usize) -> Found<Vec<SmolStr>> {
    let (is, key) = from_key(after);
    let sql = format!("SELECT DISTINCT mailbox FROM events WHERE mailbox {is} ?1 ORDER BY mailbox LIMIT ?2");
    list(from, &sql, params![key, rows(limit)], |row| text(row, 0))
}

pub(super) fn events(from: &Connection, mailbox: &str, limit: usize) -> Found<Vec<EventRecord>> {
    let sql = "SELECT id, mailbox, sent_ms, body FROM events WHERE mailbox = ?1 \
               ORDER BY sent_ms, number LIMIT ?2";
    list(from, sql, params![mailbox, rows(limit)], |row| {
        Ok(EventRecord { id: text(row, 0)?, mailbox: text(row, 1)?, sent_ms: row.get(2)?, body: row.get(3)? })
    })
}

pub(super) fn effects(from: &Connection, skip: usize, limit: usize) -> Found<Vec<EffectRecord>> {
    let sql = format!("{EFFECT} ORDER BY number LIMIT ?1 OFFSET ?2");
    list(from, &sql, params![rows(limit), rows(skip)], effect_of)
}

pub(super) fn effects_of_lane(from: &Connection, lane: &str) -> Found<Vec<EffectRecord>> {
    list(from, &format!("{EFFECT} WHERE lane = ?1 ORDER BY number"), [lane], effect_of)
}

pub(super) fn waits(from: &Connection, place: &str) -> Found<Vec<WaitRecord>> {
    let sql = "SELECT run, place, body FROM waits WHERE place = ?1 ORDER BY number DESC";
    list(from, sql, [place], |row| {
        Ok(WaitRecord { run: text(row, 0)?, place: text(row, 1)?, body: row.get(2)? })
    })
}

pub(super) fn timer(from: &Connection, id: &str) -> Found<Option<TimerRecord>> {
    one(from, &format!("{TIMER} WHERE id = ?1"), [id], timer_of)
}

pub(super) fn timers_due(from: &Connection, now_ms: i64, limit: usize) -> Found<Vec<TimerRecord>> {
    let sql = format!("{TIMER} WHERE due_ms <= ?1 ORDER BY due_ms, id LIMIT ?2");
    list(from, &sql, params![now_ms, rows(limit)], timer_of)
}

pub(super) fn next_timer(from: &Connection) -> Found<Option<i64>> {
    one(from, "SELECT due_ms FROM timers ORDER BY due_ms LIMIT 1", [], |row| row.get(0))
}

pub(super) fn program(from: &Connection, id: &str) -> Found<Option<ProgramRecord>> {
    one(from, "SELECT id, kept_ms, body FROM programs WHERE id = ?1", [id], |row| {
        Ok(ProgramRecord { id: text(row, 0)?, kept_ms: row.get(1)?, body: row.get(2)? })
    })
}

pub(super) fn program_uses(from: &Connection) -> Found<Vec<ProgramUse>> {
    let sql = "SELECT id, kept_ms, \
               (SELECT count(*) FROM runs WHERE runs.program = programs.id), \
               (SELECT count(*) FROM timers WHERE timers.program = programs.id) \
               FROM programs ORDER BY kept_ms, id";
    list(from, sql, [], |row| {
        Ok(ProgramUse {
            id: text(row, 0)?,
            kept_ms: row.get(1)?,
            runs: count(row, 2)?,
            timers: count(row, 3)?,
        })
    })
}

pub(super) fn seen(from: &Connection, key: &str) -> Found<bool> {
    Ok(one(from, "SELECT 1 FROM seen WHERE key = ?1", [key], |_| Ok(()))?.is_some())
}
