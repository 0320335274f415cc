//! What the tests of this module share.

use crate::base::Span;
use crate::pattern::{ArgumentType, KnownRoom, MatchResult, Matcher, Pattern, Surroundings, parse};
use crate::value::{RoomRef, Value};
use jiff::tz::TimeZone;

/// Patterns that must be without fault.
pub(super) fn patterns(raw: &[&str]) -> Vec<Pattern> {
    raw.iter()
        .map(|raw| {
            let (pattern, diagnostics) = parse(raw, Span::default());
            assert_eq!(diagnostics, [], "{raw}");
            pattern
        })
        .collect()
}

/// The matcher of a command; `Env` and `Status` are unions.
pub(super) fn matcher(raw: &[&str]) -> Matcher {
    let (matcher, diagnostics) = Matcher::lower(&patterns(raw), &mut |name, _| {
        let texts: &[&str] = match name {
            "Env" => &["dev", "staging", "prod"],
            "Status" => &["todo", "doing", "done"],
            "Phase" => &["open", "in progress", "done"],
            _ => return None,
        };
        Some(ArgumentType::OneOf(texts.iter().map(|text| (*text).into()).collect()))
    });
    assert_eq!(diagnostics, [], "{raw:?}");
    matcher
}

/// Monday 2026-01-05, 09:00 in UTC, in two rooms.
pub(super) fn with_surroundings<T>(run: impl FnOnce(&Surroundings<'_>) -> T) -> T {
    let room = |title: &str| KnownRoom {
        title: title.into(),
        room: RoomRef { id: format!("id of {title}").into(), direct: false },
    };
    let rooms = [room("Ops"), room("Web team")];
    let now = "2026-01-05T09:00:00Z".parse().expect("an instant");
    run(&Surroundings { now, zone: &TimeZone::UTC, rooms: &rooms })
}

/// `name=value` parts, in short.
pub(super) fn shown(result: &MatchResult) -> String {
    match result {
        MatchResult::No(_) => String::from("no"),
        MatchResult::Yes(captures) => {
            let values = captures.values.iter().filter_map(|(name, value)| {
                value.as_ref().map(|value| format!("{name}={}", shown_value(value)))
            });
            format!("yes {}", values.collect::<Vec<_>>().join(" ")).trim_end().to_owned()
        }
        MatchResult::BadArguments(bad) => {
            let problems = bad.problems.iter().map(|problem| {
                let near = problem.mistake.nearest().map(|near| format!("~{near}"));
                let typed = problem.typed.as_deref().unwrap_or("(missing)");
                format!("{}={typed}{}", problem.name, near.unwrap_or_default())
            });
            format!("bad {}", problems.collect::<Vec<_>>().join(" "))
        }
    }
}

pub(super) fn shown_value(value: &Value) -> String {
    match value {
        Value::Text(text) => {
            assert!(text.runs().all(|(own, _)| !own), "what a user typed is data: {text:?}");
            format!("{:?}", text.as_str())
        }
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Duration(ms) => format!("{ms}ms"),
        Value::Date(date) => date.to_string(),
        Value::Time(ms) => jiff::Timestamp::from_millisecond(*ms).expect("in range").to_string(),
        Value::Person(person) => format!("<{}>", person.email),
        Value::Room(room) => format!("<{}>", room.id),
        Value::List(items) => {
            format!("[{}]", items.iter().map(shown_value).collect::<Vec<_>>().join(","))
        }
        other => format!("{other:?}"),
    }
}
