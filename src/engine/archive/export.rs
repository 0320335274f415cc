//! A store as lines of JSON: one for each row, the first says what this is.

use super::{body, plain};
use crate::engine::codec::{decode, encode};
use crate::engine::store::{EffectKey, EffectRecord, StoreError, StoreFile, StoredState, TimerRecord};
use crate::value::Value;
use serde_json::{Value as Json, json};

/// Version of the lines: 1 had no line that ends them.
pub(super) const FORMAT: u64 = 2;

/// Gives each line to `print`, in an order in which [`import`](super::import) can read them.
///
/// # Errors
/// When the store fails; what `print` says.
pub fn export(
    file: &StoreFile,
    mut print: impl FnMut(&str) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    print(&json!({ "wbot store": FORMAT, "wbot": env!("CARGO_PKG_VERSION") }).to_string())?;
    let mut rows: u64 = 0;
    let mut line = |json: Json| {
        rows += 1;
        print(&json.to_string())
    };
    file.states(|(name, stored)| {
        let (key, value) = state(&stored);
        line(json!({ "state": name.state, "owner": name.owner, key: value }))
    })?;
    file.programs(|program| {
        let (key, body) = body::bare_field(&program.body);
        line(json!({ "program": program.id, "kept_ms": program.kept_ms, key: body }))
    })?;
    file.runs(|run| {
        let (key, body) = body::field(&run.body);
        let (program, mailbox) = (run.program, run.mailbox);
        line(json!({ "run": run.id, "program": program, "mailbox": mailbox, "ready": run.ready, key: body }))
    })?;
    file.waits(|wait| {
        let (key, body) = body::field(&wait.body);
        line(json!({ "wait": wait.run, "place": wait.place, key: body }))
    })?;
    file.timers(|timer| {
        let (key, body) = body::field(&timer.body);
        let TimerRecord { id, due_ms, can_wait, program, .. } = timer;
        line(json!({
            "timer": id, "due_ms": due_ms, "can_wait": can_wait, "program": program, key: body
        }))
    })?;
    file.effects(|effect| {
        let (key, body) = body::field(&effect.body);
        let EffectRecord { key: EffectKey { run, sequence }, mailbox, lane, begun, .. } = effect;
        line(json!({
            "effect": run, "sequence": sequence, "mailbox": mailbox, "lane": lane, "begun": begun, key: body
        }))
    })?;
    file.events(|event| {
        let (key, body) = body::field(&event.body);
        line(json!({ "event": event.id, "mailbox": event.mailbox, "sent_ms": event.sent_ms, key: body }))
    })?;
    file.seen(|seen| line(json!({ "seen": seen.key, "at_ms": seen.at_ms })))?;
    // Without it nobody could tell an export that was cut at the end of a line from a whole one.
    print(&json!({ "end": true, "rows": rows }).to_string())
}

/// A state of a script as a person reads and changes it; what the engine keeps for itself as any body.
fn state(stored: &StoredState) -> (&'static str, Json) {
    if let Some(value) = of_script(stored) {
        let json = plain::to_plain(&value);
        let back = plain::from_plain(&json).and_then(|back| encode(&back).ok());
        if back.is_some_and(|back| back == stored.value) {
            return ("value", json);
        }
    }
    body::field(&stored.value)
}

/// The value of a state of a script; `None` for what the engine keeps for itself.
pub(super) fn of_script(stored: &StoredState) -> Option<Value> {
    decode(&stored.value).ok()
}
