//! An overview of a store as text and as JSON.

use crate::engine::archive::{Overview, WaitLine};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::fmt::Write;

/// `2026-01-05 09:00 UTC`
fn moment(ms: i64) -> String {
    let time = Timestamp::from_millisecond(ms).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The beginning of a hash: enough to tell versions apart.
fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}

/// `1 run`, `2 runs`.
fn some(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

pub(super) fn human(overview: &Overview) -> String {
    let counts = &overview.counts;
    let mut text = format!("written by wbot {} (format {})\n", overview.wbot, overview.format);
    // Writing to a String does not fail.
    let _ = writeln!(
        text,
        "{}, {}, {}, {}; under way: {}, {}; {} remembered",
        some(counts.runs, "run"),
        some(counts.timers, "timer"),
        some(counts.states, "state"),
        some(counts.programs, "program"),
        some(counts.effects, "effect"),
        some(counts.events, "event"),
        if counts.seen == 1 { "1 delivery".to_owned() } else { format!("{} deliveries", counts.seen) }
    );
    if !overview.waiting.is_empty() {
        text.push_str("\nwaiting\n");
        overview.waiting.iter().for_each(|wait| waiting(&mut text, wait));
    }
    if !overview.timers.is_empty() {
        text.push_str("\ntimers\n");
        for timer in &overview.timers {
            let _ = write!(text, "  {}  {}", moment(timer.due_ms), timer.what);
            let _ = match &timer.program {
                Some(program) => writeln!(text, " in version {}", short(program)),
                None => writeln!(text),
            };
        }
    }
    if !overview.programs.is_empty() {
        text.push_str("\nversions of the script\n");
        for program in &overview.programs {
            let _ = writeln!(
                text,
                "  {}  {}  kept since {}, {}, {}",
                short(&program.program),
                program.name.as_deref().unwrap_or("(no name)"),
                moment(program.kept_ms),
                some(program.runs, "run"),
                some(program.timers, "`later`")
            );
        }
    }
    if !overview.states.is_empty() {
        text.push_str("\nstate\n");
        for state in &overview.states {
            let owner = if state.owner.is_empty() { String::new() } else { format!(" ({})", state.owner) };
            let _ = writeln!(text, "  {}{owner} = {}", state.state, state.value);
        }
    }
    text
}

fn waiting(text: &mut String, wait: &WaitLine) {
    let _ = writeln!(text, "  {}  {} in version {}", wait.run, wait.handler, short(&wait.program));
    let mut line = format!("waits for {}", wait.waits_for);
    if let Some(person) = &wait.person {
        let _ = write!(line, ", with {}", if person.email.is_empty() { &person.id } else { &person.email });
    }
    if let Some(since_ms) = wait.since_ms {
        let _ = write!(line, ", since {}", moment(since_ms));
    }
    if let Some(until_ms) = wait.until_ms {
        let _ = write!(line, ", until {}", moment(until_ms));
    }
    let _ = writeln!(text, "    {line}");
}

pub(super) fn json(overview: &Overview) -> String {
    let counts = &overview.counts;
    let waiting = overview.waiting.iter().map(|wait| {
        json!({
            "run": wait.run, "handler": wait.handler, "program": wait.program, "waits_for": wait.waits_for,
            "person": wait.person, "room": wait.room, "since_ms": wait.since_ms, "until_ms": wait.until_ms,
        })
    });
    let timers = overview
        .timers
        .iter()
        .map(|timer| json!({ "due_ms": timer.due_ms, "what": timer.what, "program": timer.program }));
    let programs = overview.programs.iter().map(|it| {
        json!({
            "program": it.program, "name": it.name, "kept_ms": it.kept_ms, "runs": it.runs, "timers": it.timers,
        })
    });
    let states =
        overview.states.iter().map(|it| json!({ "state": it.state, "owner": it.owner, "value": it.value }));
    let json = json!({
        "format": overview.format,
        "wbot": overview.wbot,
        "counts": {
            "runs": counts.runs, "waits": counts.waits, "timers": counts.timers, "states": counts.states,
            "programs": counts.programs, "effects": counts.effects, "events": counts.events, "seen": counts.seen,
        },
        "waiting": waiting.collect::<Vec<Json>>(),
        "timers": timers.collect::<Vec<Json>>(),
        "programs": programs.collect::<Vec<Json>>(),
        "states": states.collect::<Vec<Json>>(),
    });
    format!("{json:#}\n")
}
