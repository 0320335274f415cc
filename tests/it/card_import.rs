//! Import, compile, draw: each card that Webex takes comes back equal.

use crate::cards::{errors, samples};
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use wbot::cards::{ElementType, Kind, Part, Property, import, of_json_type, part_types};
use wbot::compile::{Memory, compile};
use wbot::engine::{Loaded, Settings, preview};
use wbot::ir::Purpose;
use wbot::vm::Image;

/// The JSON that the only card of a script gives.
fn drawn(script: &str) -> Result<Json, String> {
    let compiled = compile(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", script), Purpose::Cards);
    let Some(lowered) = &compiled.program else {
        let said: Vec<String> =
            compiled.diagnostics.iter().map(|it| format!("{}: {}", it.code.name, it.message)).collect();
        return Err(said.join("\n"));
    };
    let image = Image::new(lowered.program.clone()).map_err(|error| error.to_string())?;
    let settings = Settings { configs: Vec::new(), secrets: HashMap::new(), zone: jiff::tz::TimeZone::UTC };
    let loaded = Loaded {
        image: Arc::new(image),
        spans: lowered.spans.clone(),
        sources: compiled.sources.clone(),
        settings,
    };
    let [card] = compiled.checked.cards.as_slice() else { return Err("no card".to_owned()) };
    preview(loaded, lowered.functions[&card.function], Vec::new(), 0).map_err(|fault| format!("{fault:?}"))
}

/// A card without what makes no difference: version, `$schema`, defaults, the case of words, the types of
/// parts that can be nothing else, the two forms of runs and targets.
fn normal_card(card: &Json) -> Json {
    let kind = part_types(Part::Card).next().unwrap();
    let mut object = normal_object(kind, card);
    for name in ["version", "$schema"] {
        object.remove(name);
    }
    Json::Object(object)
}

fn normal_object(kind: &ElementType, value: &Json) -> Map<String, Json> {
    let mut object = Map::new();
    let fields = value.as_object().cloned().unwrap_or_default();
    for (name, value) in &fields {
        let Some(property) = kind.json_property(name) else { continue };
        let value = normal_value(kind, property, value);
        let default = match &value {
            Json::Null => true,
            Json::String(text) => {
                (!property.default.is_empty() && text == property.default)
                    || (name == "altText" && text.is_empty())
            }
            Json::Bool(flag) => property.default == flag.to_string(),
            Json::Array(items) => items.is_empty(),
            Json::Object(fields) => name == "data" && fields.is_empty(),
            Json::Number(_) => false,
        };
        if !default {
            object.insert(name.clone(), value);
        }
    }
    if part_types(Part::Element).chain(part_types(Part::Action)).any(|known| known.json == kind.json) {
        object.insert("type".to_owned(), kind.json.into());
    }
    object
}

fn normal_value(holder: &ElementType, property: &Property, value: &Json) -> Json {
    match (property.kind, value) {
        (Kind::Word(words) | Kind::Length(words), Json::String(text)) => {
            let word = words.iter().find(|word| word.eq_ignore_ascii_case(text));
            word.map_or_else(|| value.clone(), |word| (*word).into())
        }
        (Kind::Width, Json::String(text)) if text.chars().all(char::is_alphabetic) => {
            text.to_lowercase().into()
        }
        (Kind::Fallback, Json::String(text)) => text.to_lowercase().into(),
        (Kind::Number | Kind::Count | Kind::Width, Json::Number(number)) => json!(number.as_f64()),
        (Kind::One(part), _) => normal_part(part, value),
        (Kind::Press, _) => normal_part(Part::Action, value),
        (Kind::Fallback, _) if holder.is_action() => normal_part(Part::Action, value),
        (Kind::Fallback, _) if holder.json == "Column" => normal_part(Part::Column, value),
        (Kind::Fallback, _) => normal_part(Part::Element, value),
        (Kind::Many(part), Json::Array(items)) => items.iter().map(|item| normal_part(part, item)).collect(),
        _ => value.clone(),
    }
}

fn normal_part(part: Part, value: &Json) -> Json {
    match (part, value) {
        (Part::Card, _) => normal_card(value),
        (Part::Inline, Json::String(text)) => json!({ "text": text }),
        (Part::Target, Json::String(id)) => json!({ "elementId": id }),
        (Part::Background, Json::String(_)) => value.clone(),
        _ => {
            let named = value.get("type").and_then(Json::as_str).and_then(of_json_type);
            let kind = named.or_else(|| part_types(part).next()).unwrap();
            Json::Object(normal_object(kind, value))
        }
    }
}

/// The first place where two values differ.
fn difference(left: &Json, right: &Json, at: &str) -> Option<String> {
    match (left, right) {
        (Json::Object(left), Json::Object(right)) => {
            let names = left.keys().chain(right.keys().filter(|name| !left.contains_key(*name)));
            names.into_iter().find_map(|name| {
                let none = Json::Null;
                let (left, right) = (left.get(name).unwrap_or(&none), right.get(name).unwrap_or(&none));
                difference(left, right, &format!("{at}/{name}"))
            })
        }
        (Json::Array(left), Json::Array(right)) if left.len() == right.len() => left
            .iter()
            .zip(right)
            .enumerate()
            .find_map(|(index, (left, right))| difference(left, right, &format!("{at}/{index}"))),
        _ => (left != right).then(|| format!("{at}: {left} became {right}")),
    }
}

fn check_round_trip(file: &str, card: &Json) -> Option<String> {
    let imported = match import("x", card.to_string().as_bytes()) {
        Ok(imported) => imported,
        Err(problem) => return Some(format!("{file}: {problem:?}")),
    };
    match drawn(&imported.script) {
        Ok(drawn) => difference(&normal_card(card), &normal_card(&drawn), "")
            .map(|difference| format!("{file}: {difference}\n{}", imported.script)),
        Err(said) => Some(format!("{file}: {said}\n{}", imported.script)),
    }
}

#[test]
fn each_card_that_webex_takes_comes_back_equal() {
    let mut wrong = Vec::new();
    let mut all = 0;
    for sample in samples().iter().filter(|sample| sample.good && errors(&sample.json).is_empty()) {
        all += 1;
        wrong.extend(check_round_trip(&sample.file, &sample.json));
    }
    assert!(all > 200, "only {all} cards were tried");
    assert!(wrong.is_empty(), "{} of {all}:\n{}", wrong.len(), wrong.join("\n"));
}
