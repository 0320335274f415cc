//! Inputs as lines of a card.

use super::import::card_name;
use super::literal::{number, text};
use super::property::properties;
use crate::cards::schema::ElementType;
use serde_json::Value as Json;
use std::collections::HashSet;
use std::fmt::Write as _;

/// The line of an input; nothing if no type has these choices.
pub(super) fn input(value: &Json, kind: &ElementType, names: &mut HashSet<String>) -> Option<String> {
    let id = value.get("id")?.as_str()?;
    let name = name_for(id, names);
    let (ty, choices) = type_of(value, kind)?;
    let mut line = format!("input {name}: {ty}");
    let first = first_value(value, kind, &choices);
    if let Some(first) = &first {
        let _ = write!(line, " = {first}");
    }
    let toggle = kind.json == "Input.Toggle";
    if let Some(label) = value.get(if toggle { "title" } else { "label" }).and_then(Json::as_str) {
        let _ = write!(line, " {}", text(label));
    }
    let titles = titles(&choices);
    if !titles.is_empty() {
        let _ = write!(line, " titles: {{ {} }}", titles.join(", "));
    }
    let mut without = Vec::new();
    if !toggle {
        without.push("label");
    }
    if name == id {
        without.push("id");
    }
    if first.is_some() {
        without.push("value");
    }
    line.push_str(&properties(kind, value, &without));
    names.insert(name);
    Some(line)
}

fn name_for(id: &str, names: &HashSet<String>) -> String {
    if crate::syntax::is_name(id) && !names.contains(id) {
        return id.to_owned();
    }
    let name = card_name(id);
    let numbered = (2..).map(|number: u32| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !names.contains(name)).unwrap_or(name)
}

/// Value and title of a choice.
type Choice<'v> = (&'v str, &'v str);

fn type_of<'v>(value: &'v Json, kind: &ElementType) -> Option<(String, Vec<Choice<'v>>)> {
    let plain = match kind.json {
        "Input.Text" => "text",
        "Input.Number" => "float",
        "Input.Date" => "date",
        "Input.Time" => "time",
        "Input.Toggle" => "bool",
        _ => "",
    };
    if !plain.is_empty() {
        return Some((plain.to_owned(), Vec::new()));
    }
    let mut seen = HashSet::new();
    let mut choices = Vec::new();
    for choice in value.get("choices")?.as_array()? {
        let (of, title) = (choice.get("value")?.as_str()?, choice.get("title")?.as_str()?);
        // The members of a union differ, and are nothing more.
        let more = choice
            .as_object()
            .is_some_and(|fields| fields.len() > 2 + usize::from(fields.contains_key("type")));
        if more || !seen.insert(of) {
            return None;
        }
        choices.push((of, title));
    }
    if choices.is_empty() {
        return None;
    }
    let union = choices.iter().map(|(of, _)| text(of)).collect::<Vec<_>>().join(" | ");
    let many = value.get("isMultiSelect") == Some(&Json::Bool(true));
    Some((if many { format!("set<{union}>") } else { union }, choices))
}

/// What stands in it at first, if a value of its type says so.
fn first_value(value: &Json, kind: &ElementType, choices: &[Choice<'_>]) -> Option<String> {
    match (kind.json, value.get("value")?) {
        ("Input.Text", Json::String(first)) => Some(text(first)),
        ("Input.Number", Json::Number(first)) => Some(number(first)),
        ("Input.Toggle", Json::String(first)) if first == "true" => {
            value.get("valueOn").is_none_or(|on| on == "true").then(|| "true".to_owned())
        }
        ("Input.ChoiceSet", Json::String(first)) => {
            let many = value.get("isMultiSelect") == Some(&Json::Bool(true));
            (!many && choices.iter().any(|(of, _)| of == first)).then(|| text(first))
        }
        _ => None,
    }
}

/// `"value": "title"` of the choices that are not called as they are.
fn titles(choices: &[Choice<'_>]) -> Vec<String> {
    let renamed = choices.iter().filter(|(of, title)| of != title);
    renamed.map(|(of, title)| format!("{}: {}", text(of), text(title))).collect()
}
