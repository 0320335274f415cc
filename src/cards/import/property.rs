//! Properties as scripts write them.

use super::literal::{json, number, text};
use crate::cards::schema::{ElementType, Kind, Part, Property, snake};
use serde_json::Value as Json;
use std::fmt::Write as _;

/// The properties of an object that are not what holds anyway, each after a blank, in the order of the table.
/// Those of `without` are written elsewhere.
pub(super) fn properties(kind: &ElementType, value: &Json, without: &[&str]) -> String {
    let mut out = String::new();
    for property in kind.properties().filter(|known| !known.word.is_empty()) {
        let Some(value) = value.get(property.json) else { continue };
        if without.contains(&property.json) || is_default(property, value) {
            continue;
        }
        // Writing to a text cannot fail.
        let _ = match (property.kind, value) {
            (Kind::Bool, Json::Bool(_)) => write!(out, " {}", property.word),
            _ => write!(out, " {}: {}", property.word, written(property, value)),
        };
    }
    out
}

/// Whether leaving a property out comes to the same.
fn is_default(property: &Property, value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Bool(value) => {
            property.kind == Kind::Bool && property.default == if *value { "true" } else { "false" }
        }
        Json::String(word) if matches!(property.kind, Kind::Word(_) | Kind::Length(_)) => {
            !property.default.is_empty() && property.default.eq_ignore_ascii_case(word)
        }
        Json::String(word) => !property.default.is_empty() && property.default == word,
        _ => false,
    }
}

fn written(property: &Property, value: &Json) -> String {
    match (property.kind, value) {
        (Kind::Word(words) | Kind::Length(words), Json::String(word))
            if words.iter().any(|known| known.eq_ignore_ascii_case(word)) =>
        {
            snake(words.iter().find(|known| known.eq_ignore_ascii_case(word)).unwrap_or(&""))
        }
        (Kind::Length(_) | Kind::Width, Json::String(length)) if is_pixels(length) => length.clone(),
        (Kind::Width, Json::String(word))
            if ["auto", "stretch"].iter().any(|known| known.eq_ignore_ascii_case(word)) =>
        {
            word.to_ascii_lowercase()
        }
        (Kind::Fallback, Json::String(word)) if word.eq_ignore_ascii_case("drop") => "drop".to_owned(),
        (Kind::Count | Kind::Number | Kind::Width, Json::Number(value)) => number(value),
        (Kind::Regex, Json::String(pattern)) => regex(pattern),
        (Kind::Press, Json::Object(_)) => press(value),
        (Kind::One(Part::Background) | Kind::Many(Part::Target), _) => json(value),
        (_, Json::String(value)) => text(value),
        _ => json(value),
    }
}

/// `50px`, as scripts write it.
fn is_pixels(length: &str) -> bool {
    length.strip_suffix("px").is_some_and(|digits| {
        !digits.starts_with('0')
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && digits.parse::<u32>().is_ok()
    })
}

/// Between slashes where that can be, else as a text.
fn regex(pattern: &str) -> String {
    let plain =
        !pattern.is_empty() && pattern.bytes().all(|byte| byte != b'/' && (b' '..=b'~').contains(&byte));
    if plain && regex::Regex::new(pattern).is_ok() { format!("/{pattern}/") } else { text(pattern) }
}

/// `open("Details", "https://...")`, or the JSON.
fn press(action: &Json) -> String {
    let field = |name: &str| action.get(name).and_then(Json::as_str);
    let fields = action.as_object().map(serde_json::Map::len);
    match (field("type"), field("title"), field("url"), fields) {
        (Some("Action.OpenUrl"), Some(title), Some(url), Some(3)) => {
            format!("open({}, {})", text(title), text(url))
        }
        _ => json(action),
    }
}
