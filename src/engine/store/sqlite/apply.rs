//! One write within a transaction: checked first, so that a refusal has changed nothing.

use super::writer::{Write, Written};
use crate::base::limits;
use crate::engine::store::{
    Change, Commit, EffectKey, EffectRecord, EventRecord, ProgramRecord, RunRecord, Seen, Silence, StateName,
    StateWrite, StoreError, TimerRecord, WaitRecord,
};
use rusqlite::{Connection, OptionalExtension, Params, Transaction, params};
use smol_str::SmolStr;

/// Why a write was not done.
pub(super) enum Refusal {
    /// What the caller has to know: nothing was changed.
    Verdict(StoreError),
    /// The file failed: nobody knows what was changed, all is undone.
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

pub(super) fn write(to: &Transaction<'_>, write: &Write) -> Result<Written, Refusal> {
    match write {
        Write::Commit(commit) => {
            check(to, commit)?;
            apply(to, commit)?;
            Ok(Written::Done)
        }
        Write::PutProgram(ProgramRecord { id, kept_ms, body }) => {
            let sql =
                "INSERT INTO programs (id, kept_ms, body) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING";
            run(to, sql, params![id.as_str(), kept_ms, body])?;
            Ok(Written::Done)
        }
        Write::DropPrograms(keep) => Ok(Written::Dropped(drop_programs(to, keep)?)),
        Write::ForgetSeen { before_ms, most } => {
            let sql = "DELETE FROM seen WHERE key IN (SELECT key FROM seen WHERE at_ms < ?1 LIMIT ?2)";
            let most = i64::try_from(*most).unwrap_or(i64::MAX);
            Ok(Written::Forgotten(run(to, sql, params![before_ms, most])?))
        }
        Write::ClearStates => {
            run(to, "DELETE FROM states", [])?;
            Ok(Written::Done)
        }
    }
}

fn run(to: &Connection, sql: &str, params: impl Params) -> rusqlite::Result<usize> {
    to.prepare_cached(sql)?.execute(params)
}

fn version(to: &Connection, sql: &str, params: impl Params) -> rusqlite::Result<u64> {
    let found: Option<i64> = to.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?;
    Ok(found.and_then(|version| u64::try_from(version).ok()).unwrap_or(0))
}

fn check(to: &Connection, commit: &Commit) -> Result<(), Refusal> {
    if let Some(Seen { key, at_ms }) = &commit.seen {
        let sql = "SELECT at_ms FROM seen WHERE key = ?1";
        let before: Option<i64> =
            to.prepare_cached(sql)?.query_row([key.as_str()], |row| row.get(0)).optional()?;
        if before.is_some_and(|before_ms| at_ms.saturating_sub(before_ms) < limits::DEDUPE_MS) {
            return Err(Refusal::Verdict(StoreError::Duplicate));
        }
    }
    let mut states: Vec<StateName> = Vec::new();
    for write in &commit.states {
        let (name, sql) = (&write.name, "SELECT version FROM states WHERE state = ?1 AND owner = ?2");
        if version(to, sql, [name.state.as_str(), name.owner.as_str()])? != write.version {
            states.push(name.clone());
        }
    }
    let mut runs: Vec<SmolStr> = Vec::new();
    for change in &commit.runs {
        let Change::Put(run) = change else { continue };
        if version(to, "SELECT version FROM runs WHERE id = ?1", [run.id.as_str()])? != run.version {
            runs.push(run.id.clone());
        }
    }
    if !(states.is_empty() && runs.is_empty()) {
        return Err(Refusal::Verdict(StoreError::Conflict { states, runs }));
    }
    let heard = commit.silence.as_ref().map(|silence| hears(to, silence)).transpose()?;
    if heard.unwrap_or(false) { Err(Refusal::Verdict(StoreError::Heard)) } else { Ok(()) }
}

fn hears(to: &Connection, Silence { from, to: end, until_ms }: &Silence) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM events WHERE mailbox >= ?1 AND mailbox < ?2 AND sent_ms <= ?3)";
    to.prepare_cached(sql)?.query_row(params![from.as_str(), end.as_str(), until_ms], |row| row.get(0))
}

fn apply(to: &Connection, commit: &Commit) -> rusqlite::Result<()> {
    if let Some(Seen { key, at_ms }) = &commit.seen {
        let sql = "INSERT INTO seen (key, at_ms) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET at_ms = ?2";
        run(to, sql, params![key.as_str(), at_ms])?;
    }
    commit.events.iter().try_for_each(|change| change_event(to, change))?;
    commit.runs.iter().try_for_each(|change| change_run(to, change))?;
    commit.states.iter().try_for_each(|write| write_state(to, write))?;
    commit.effects.iter().try_for_each(|change| change_effect(to, change))?;
    commit.begun.iter().try_for_each(|(EffectKey { run: of, sequence }, begun)| {
        let sql = "UPDATE effects SET begun = ?3 WHERE run = ?1 AND sequence = ?2";
        run(to, sql, params![of.as_str(), sequence, begun]).map(drop)
    })?;
    commit.timers.iter().try_for_each(|change| change_timer(to, change))?;
    commit.waits.iter().try_for_each(|change| change_wait(to, change))
}

fn change_event(to: &Connection, change: &Change<EventRecord, SmolStr>) -> rusqlite::Result<()> {
    match change {
        Change::Put(EventRecord { id, mailbox, sent_ms, body }) => {
            // Put again, it gets a new number and stands after its equals.
            let sql = "INSERT OR REPLACE INTO events (id, mailbox, sent_ms, body) VALUES (?1, ?2, ?3, ?4)";
            run(to, sql, params![id.as_str(), mailbox.as_str(), sent_ms, body])?;
        }
        Change::Remove(id) => {
            run(to, "DELETE FROM events WHERE id = ?1", [id.as_str()])?;
        }
    }
    Ok(())
}

fn change_run(to: &Connection, change: &Change<RunRecord, SmolStr>) -> rusqlite::Result<()> {
    match change {
        Change::Put(RunRecord { id, program, mailbox, ready, version, body }) => {
            let version = i64::try_from(version.saturating_add(1)).unwrap_or(i64::MAX);
            let sql = "INSERT INTO runs (id, program, mailbox, ready, version, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                       ON CONFLICT (id) DO UPDATE SET \
                       program = ?2, mailbox = ?3, ready = ?4, version = ?5, body = ?6";
            run(to, sql, params![id.as_str(), program.as_str(), mailbox.as_str(), ready, version, body])?;
        }
        Change::Remove(id) => {
            run(to, "DELETE FROM runs WHERE id = ?1", [id.as_str()])?;
        }
    }
    Ok(())
}

fn write_state(to: &Connection, write: &StateWrite) -> rusqlite::Result<()> {
    let StateWrite { name, version, value: Some(value) } = write else { return Ok(()) };
    let version = i64::try_from(version.saturating_add(1)).unwrap_or(i64::MAX);
    let sql = "INSERT INTO states (state, owner, version, value) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT (state, owner) DO UPDATE SET version = ?3, value = ?4";
    run(to, sql, params![name.state.as_str(), name.owner.as_str(), version, value]).map(|_| ())
}

fn change_effect(to: &Connection, change: &Change<EffectRecord, EffectKey>) -> rusqlite::Result<()> {
    match change {
        Change::Put(EffectRecord { key, mailbox, lane, begun, body }) => {
            let sql = "INSERT INTO effects (run, sequence, mailbox, lane, begun, body) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (run, sequence) DO NOTHING";
            let (mailbox, lane) = (mailbox.as_str(), lane.as_str());
            run(to, sql, params![key.run.as_str(), key.sequence, mailbox, lane, begun, body])?;
        }
        Change::Remove(EffectKey { run: of, sequence }) => {
            run(to, "DELETE FROM effects WHERE run = ?1 AND sequence = ?2", params![of.as_str(), sequence])?;
        }
    }
    Ok(())
}

fn change_timer(to: &Connection, change: &Change<TimerRecord, SmolStr>) -> rusqlite::Result<()> {
    match change {
        Change::Put(TimerRecord { id, due_ms, can_wait, program, body }) => {
            let sql = "INSERT INTO timers (id, due_ms, can_wait, program, body) VALUES (?1, ?2, ?3, ?4, ?5) \
                       ON CONFLICT (id) DO UPDATE SET due_ms = ?2, can_wait = ?3, program = ?4, body = ?5";
            run(to, sql, params![id.as_str(), due_ms, can_wait, program.as_deref(), body])?;
        }
        Change::Remove(id) => {
            run(to, "DELETE FROM timers WHERE id = ?1", [id.as_str()])?;
        }
    }
    Ok(())
}

fn change_wait(to: &Connection, change: &Change<WaitRecord, SmolStr>) -> rusqlite::Result<()> {
    match change {
        Change::Put(WaitRecord { run: of, place, body }) => {
            // Put again, it is the newest one.
            let sql = "INSERT OR REPLACE INTO waits (run, place, body) VALUES (?1, ?2, ?3)";
            run(to, sql, params![of.as_str(), place.as_str(), body])?;
        }
        Change::Remove(of) => {
            run(to, "DELETE FROM waits WHERE run = ?1", [of.as_str()])?;
        }
    }
    Ok(())
}

fn drop_programs(to: &Connection, keep: &[SmolStr]) -> rusqlite::Result<Vec<SmolStr>> {
    let sql = "DELETE FROM programs WHERE id NOT IN (SELECT value FROM json_each(?1)) \
               AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.program = programs.id) \
               AND NOT EXISTS (SELECT 1 FROM timers WHERE timers.program = programs.id) RETURNING id";
    let keep = keep.iter().map(SmolStr::as_str).collect::<serde_json::Value>().to_string();
    let mut statement = to.prepare_cached(sql)?;
    let dropped = statement.query_map([keep], |row| row.get::<_, String>(0))?;
    let mut dropped = dropped.map(|id| id.map(SmolStr::from)).collect::<rusqlite::Result<Vec<_>>>()?;
    dropped.sort();
    Ok(dropped)
}
