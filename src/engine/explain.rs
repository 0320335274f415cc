//! How a message would be decided, without a Webex: for `wbot explain`.

use super::Loaded;
use super::access::refusal_text;
use super::active::Active;
use super::route::{Detail, Started, Takes, choose};
use crate::ir::{Guard, LimitScope, Who};
use crate::pattern::{KnownRoom, MessageText, Surroundings};
use crate::value::{PersonRef, RoomRef, Value, show_duration, to_json};
use crate::vm::{Answers, Found, is_member};
use jiff::Timestamp;
use std::collections::HashSet;

/// Who writes what, and where.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What is written, without the mention of the bot.
    pub text: &'a str,
    /// Who writes, if that is known; may be known by address.
    pub person: Option<&'a PersonRef>,
    /// The title of the group space; nothing in a direct message.
    pub room: Option<&'a str>,
}

/// The decision step by step, in words; the last lines say what runs. What only Webex knows (who is in a room) is
/// said to be asked.
#[must_use]
pub fn explain(loaded: Loaded, asked: Asked<'_>, now_ms: i64) -> Vec<String> {
    let active = Active::new(loaded);
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    // Of the rooms this one is known; its id only Webex knows.
    let known =
        |title: &str| KnownRoom { title: title.into(), room: RoomRef { id: title.into(), direct: false } };
    let rooms: Vec<KnownRoom> = asked.room.map(known).into_iter().collect();
    let surroundings = Surroundings { now, zone: &active.settings.zone, rooms: &rooms };
    let mut lines = Vec::new();
    // What must hold besides, and is not known here.
    let mut open: Vec<String> = Vec::new();
    let allow = &active.program().bot.allow;
    if !allow.is_empty() {
        match member(allow, asked) {
            Some(true) => lines.push("`allow`: lets them in".to_owned()),
            None => {
                lines.push(format!("`allow`: {}", untold(asked)));
                open.push("`allow` lets them in".to_owned());
            }
            Some(false) => {
                lines.push("`allow`: does not let them in".to_owned());
                lines.push("nothing is answered".to_owned());
                return lines;
            }
        }
    }
    lines.push("a question that waits here for an answer would go first; `cancel` would end it".to_owned());
    let hidden: HashSet<u32> = active
        .guarded()
        .filter(|handler| {
            active.guards(*handler).iter().any(|guard| judged(&active, *guard, asked) == Some(false))
        })
        .collect();
    let decision = choose(&active, &MessageText::plain(asked.text), (&surroundings, &hidden), Detail::Full);
    lines.extend(decision.why.iter().cloned());
    let guards = decision.handler.map_or(&[][..], |handler| active.guards(handler));
    let (mut refusal, mut otherwise) = (None, None);
    for guard in guards {
        // Only what runs is counted.
        if decision.takes == Takes::BadArguments && matches!(guard, Guard::Limit { .. }) {
            continue;
        }
        lines.push(guard_line(&active, *guard, asked));
        match (judged(&active, *guard, asked), guard) {
            (Some(true), _) | (None, Guard::Limit { .. }) => {}
            (Some(false), _) => {
                refusal = Some(refusal_text(&active, *guard));
                break;
            }
            (None, _) => {
                open.push(format!("{} lets them through", guard_words(&active, *guard)));
                otherwise = Some(refusal_text(&active, *guard));
            }
        }
    }
    let when = |what: &str| conditional(what, &open);
    match (&decision.started, refusal) {
        (_, Some(text)) => lines.push(format!("{}: {}", when("answers (refused)"), text.as_str())),
        (Started::Run(start), None) => {
            lines.push(format!("{}: {}", when("runs"), active.handler_name(start.handler)));
            let params = active.params(start.handler);
            for (name, value) in params.iter().zip(&start.args) {
                lines.push(format!("  {name} = {}", shown(value)));
            }
        }
        (Started::Answer { kind, text }, None) => {
            lines.push(format!("{}: {}", when(&format!("answers ({kind})")), text.as_str()));
        }
    }
    // Whom `allow` does not let in gets no answer at all.
    let answered = otherwise.filter(|_| open.len() == 1);
    lines.extend(answered.map(|text| format!("otherwise answers (refused): {}", text.as_str())));
    lines
}

/// Whether a guard lets the asker through; nothing where that is not known, or only counted.
fn judged(active: &Active, guard: Guard, asked: Asked<'_>) -> Option<bool> {
    match guard {
        Guard::Group(group) => {
            let group = active.program().groups.get(usize::from(group))?;
            member(&group.entries, asked)
        }
        Guard::Direct => Some(asked.room.is_none()),
        Guard::GroupRoom => Some(asked.room.is_some()),
        Guard::Limit { .. } => None,
    }
}

fn guard_line(active: &Active, guard: Guard, asked: Asked<'_>) -> String {
    let result = match (judged(active, guard, asked), guard) {
        (_, Guard::Limit { .. }) => "is counted",
        (Some(true), _) => "lets them through",
        (Some(false), _) => "refuses",
        (None, _) => untold(asked),
    };
    format!("{}: {result}", guard_words(active, guard))
}

/// "runs", or "runs, if `for admins` lets them through".
fn conditional(what: &str, open: &[String]) -> String {
    if open.is_empty() { what.to_owned() } else { format!("{what}, if {}", open.join(" and ")) }
}

/// Why it can't be told here whether somebody is in a group.
fn untold(asked: Asked<'_>) -> &'static str {
    match asked.person {
        None => "say with `--as` who asks",
        Some(_) => "Webex is asked who is in the room",
    }
}

/// A guard as it stands in the script.
fn guard_words(active: &Active, guard: Guard) -> String {
    match guard {
        Guard::Group(group) => {
            let group = active.program().groups.get(usize::from(group));
            format!("`for {}`", group.map_or("", |group| group.name.as_str()))
        }
        Guard::Direct => "`in direct`".to_owned(),
        Guard::GroupRoom => "`in group`".to_owned(),
        Guard::Limit { count, per_ms, scope } => {
            let per = match scope {
                LimitScope::Bot => "",
                LimitScope::Person => " per person",
                LimitScope::Room => " per room",
            };
            format!("`limit {count} per {}{per}`", show_duration(per_ms))
        }
    }
}

/// Whether who asks is one of `who`, if that is known without asking: who writes in a room is in it.
fn member(who: &[Who], asked: Asked<'_>) -> Option<bool> {
    let here = asked.room.is_some_and(|room| {
        who.iter().any(|who| matches!(who, Who::Room(title) if title.eq_ignore_ascii_case(room)))
    });
    if here || who.contains(&Who::Anyone) {
        return Some(true);
    }
    match is_member(who, asked.person?, &Answers::new()) {
        Ok(Found::Known(is)) => Some(is),
        Ok(Found::Needs(_)) | Err(_) => None,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::None => "none".to_owned(),
        Value::Person(person) => person.email.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Duration(ms) => show_duration(*ms),
        other => to_json(other).map_or_else(|_| other.kind_name().to_owned(), |json| json.to_string()),
    }
}
