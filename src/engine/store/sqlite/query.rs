//! The lookups. Each goes by an index, however much else is kept.

use super::rows::{self, EFFECT, EVENT, Found, PROGRAM, RUN, STATE, TIMER, WAIT};
use crate::engine::store::{
    Backlog, EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord, StateName, StoredState,
    TimerRecord, WaitRecord,
};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use smol_str::SmolStr;

fn most(limit: usize) -> i64 {
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

pub(super) fn run(from: &Connection, id: &str) -> Found<Option<RunRecord>> {
    one(from, &format!("{RUN} WHERE id = ?1"), [id], rows::run)
}

pub(super) fn ready_runs(from: &Connection, after: Option<&SmolStr>, limit: usize) -> Found<Vec<RunRecord>> {
    let (is, key) = from_key(after);
    let sql = format!("{RUN} WHERE ready = 1 AND id {is} ?1 ORDER BY id LIMIT ?2");
    list(from, &sql, params![key, most(limit)], rows::run)
}

pub(super) fn runs_of(
    from: &Connection,
    program: &str,
    after: Option<&SmolStr>,
    limit: usize,
) -> Found<Vec<RunRecord>> {
    let (is, key) = from_key(after);
    let sql = format!("{RUN} WHERE program = ?1 AND id {is} ?2 ORDER BY id LIMIT ?3");
    list(from, &sql, params![program, key, most(limit)], rows::run)
}

pub(super) fn state(from: &Connection, name: &StateName) -> Found<Option<StoredState>> {
    let sql = format!("{STATE} WHERE state = ?1 AND owner = ?2");
    let found = one(from, &sql, [name.state.as_str(), name.owner.as_str()], rows::state)?;
    Ok(found.map(|(_, stored)| stored))
}

pub(super) fn values_of(
    from: &Connection,
    state: &str,
    after: Option<&SmolStr>,
    limit: usize,
) -> Found<Vec<(StateName, StoredState)>> {
    let (is, key) = from_key(after);
    let sql = format!("{STATE} WHERE state = ?1 AND owner {is} ?2 ORDER BY owner LIMIT ?3");
    list(from, &sql, params![state, key, most(limit)], rows::state)
}

pub(super) fn mailboxes(from: &Connection, after: Option<&SmolStr>, limit: usize) -> Found<Vec<SmolStr>> {
    let (is, key) = from_key(after);
    let sql = format!("SELECT DISTINCT mailbox FROM events WHERE mailbox {is} ?1 ORDER BY mailbox LIMIT ?2");
    list(from, &sql, params![key, most(limit)], |row| rows::text(row, 0))
}

pub(super) fn events(from: &Connection, mailbox: &str, limit: usize) -> Found<Vec<EventRecord>> {
    let sql = format!("{EVENT} WHERE mailbox = ?1 ORDER BY sent_ms, number LIMIT ?2");
    list(from, &sql, params![mailbox, most(limit)], rows::event)
}

pub(super) fn effects(from: &Connection, skip: usize, limit: usize) -> Found<Vec<EffectRecord>> {
    let sql = format!("{EFFECT} ORDER BY number LIMIT ?1 OFFSET ?2");
    list(from, &sql, params![most(limit), most(skip)], rows::effect)
}

pub(super) fn effects_of_lane(from: &Connection, lane: &str) -> Found<Vec<EffectRecord>> {
    list(from, &format!("{EFFECT} WHERE lane = ?1 ORDER BY number"), [lane], rows::effect)
}

pub(super) fn waits(from: &Connection, places: &[SmolStr]) -> Found<Vec<WaitRecord>> {
    let sql = format!("{WAIT} WHERE place = ?1 ORDER BY number DESC");
    let mut found = Vec::new();
    for place in places {
        found.extend(list(from, &sql, [place.as_str()], rows::wait)?);
    }
    Ok(found)
}

pub(super) fn timer(from: &Connection, id: &str) -> Found<Option<TimerRecord>> {
    one(from, &format!("{TIMER} WHERE id = ?1"), [id], rows::timer)
}

pub(super) fn timers_due(
    from: &Connection,
    can_wait: bool,
    now_ms: i64,
    limit: usize,
) -> Found<Vec<TimerRecord>> {
    let sql = format!("{TIMER} WHERE can_wait = ?1 AND due_ms <= ?2 ORDER BY due_ms, id LIMIT ?3");
    list(from, &sql, params![can_wait, now_ms, most(limit)], rows::timer)
}

pub(super) fn next_timer(from: &Connection, can_wait: bool) -> Found<Option<i64>> {
    let sql = "SELECT due_ms FROM timers WHERE can_wait = ?1 ORDER BY due_ms LIMIT 1";
    one(from, sql, [can_wait], |row| row.get(0))
}

pub(super) fn program(from: &Connection, id: &str) -> Found<Option<ProgramRecord>> {
    one(from, &format!("{PROGRAM} WHERE id = ?1"), [id], rows::program)
}

pub(super) fn program_uses(from: &Connection) -> Found<Vec<ProgramUse>> {
    let sql = "SELECT id, kept_ms, \
               (SELECT count(*) FROM runs WHERE runs.program = programs.id), \
               (SELECT count(*) FROM timers WHERE timers.program = programs.id) \
               FROM programs ORDER BY kept_ms, id";
    list(from, sql, [], |row| {
        Ok(ProgramUse {
            id: rows::text(row, 0)?,
            kept_ms: row.get(1)?,
            runs: rows::count(row, 2)?,
            timers: rows::count(row, 3)?,
        })
    })
}

/// The whole of an index is read for the runs; those that wait are nearly all of them.
pub(super) fn backlog(from: &Connection) -> Found<Backlog> {
    let sql = "SELECT (SELECT count(*) FROM runs) - (SELECT count(*) FROM runs WHERE ready = 1), \
               (SELECT count(*) FROM effects), (SELECT count(*) FROM events)";
    let mut statement = from.prepare_cached(sql)?;
    statement.query_row([], |row| {
        Ok(Backlog {
            waiting: rows::count(row, 0)?,
            outgoing: rows::count(row, 1)?,
            events: rows::count(row, 2)?,
        })
    })
}

pub(super) fn seen(from: &Connection, key: &str) -> Found<bool> {
    Ok(one(from, "SELECT 1 FROM seen WHERE key = ?1", [key], |_| Ok(()))?.is_some())
}
