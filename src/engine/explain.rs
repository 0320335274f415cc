//! How a message would be decided, without a Webex: for `wbot explain`.

use super::Loaded;
use super::active::Active;
use super::route::{Started, choose};
use crate::ir::{Guard, LimitScope, Who};
use crate::pattern::{MessageText, Surroundings};
use crate::value::{PersonRef, Value, show_duration, to_json};
use crate::vm::{Answers, Found, is_member};
use jiff::Timestamp;
use std::collections::HashSet;

/// The decision step by step, in words; the last lines say what runs. `person` may be known by address,
/// `direct` says whether the room is one of two. What only Webex knows (who is in a room) is said to be asked.
#[must_use]
pub fn explain(
    loaded: Loaded,
    text: &str,
    (person, direct): (Option<&PersonRef>, bool),
    now_ms: i64,
) -> Vec<String> {
    let active = Active::new(loaded);
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    let surroundings = Surroundings { now, zone: &active.settings.zone, rooms: &[] };
    let mut lines = Vec::new();
    if let Some(person) = person
        && !active.program().bot.allow.is_empty()
    {
        let may = member(&active.program().bot.allow, person);
        lines.push(format!(
            "`allow`: {}",
            known(may, "lets them in", "does not let them in: nothing is answered")
        ));
    }
    let decision = choose(&active, &MessageText::plain(text), (&surroundings, &HashSet::new()));
    lines.extend(decision.why.iter().cloned());
    if let Some(handler) = decision.handler {
        for guard in active.guards(handler) {
            lines.push(guard_line(&active, *guard, (person, direct)));
        }
    }
    match &decision.started {
        Started::Run(start) => {
            lines.push(format!("runs: {}", active.handler_name(start.handler)));
            let params = active.params(start.handler);
            for (name, value) in params.iter().zip(&start.args) {
                lines.push(format!("  {name} = {}", shown(value)));
            }
        }
        Started::Answer { kind, text } => lines.push(format!("answers ({kind}): {}", text.as_str())),
    }
    lines
}

fn guard_line(active: &Active, guard: Guard, (person, direct): (Option<&PersonRef>, bool)) -> String {
    match guard {
        Guard::Group(group) => {
            let Some(group) = active.program().groups.get(usize::from(group)) else { return String::new() };
            let is = person.map_or(Some(None), |person| member(&group.entries, person).map(Some));
            match is {
                Some(None) => format!("`for {}`: say with `--as` who asks", group.name),
                Some(Some(true)) => format!("`for {}`: lets them through", group.name),
                Some(Some(false)) => format!("`for {}`: refuses", group.name),
                None => format!("`for {}`: Webex is asked who is in the room", group.name),
            }
        }
        Guard::Direct => format!("`in direct`: {}", if direct { "lets it through" } else { "refuses" }),
        Guard::GroupRoom => format!("`in group`: {}", if direct { "refuses" } else { "lets it through" }),
        Guard::Limit { count, per_ms, scope } => {
            let per = match scope {
                LimitScope::Bot => "",
                LimitScope::Person => " per person",
                LimitScope::Room => " per room",
            };
            format!("`limit {count} per {}{per}`: counts", show_duration(per_ms))
        }
    }
}

/// Whether a person is one of `who`, if that is known without asking.
fn member(who: &[Who], person: &PersonRef) -> Option<bool> {
    match is_member(who, person, &Answers::new()) {
        Ok(Found::Known(is)) => Some(is),
        Ok(Found::Needs(_)) | Err(_) => None,
    }
}

fn known(is: Option<bool>, yes: &'static str, no: &'static str) -> &'static str {
    match is {
        Some(true) => yes,
        Some(false) => no,
        None => "Webex is asked who is in the room",
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
