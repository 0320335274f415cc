//! From what was given to a value of the declared type.

use super::Given;
use crate::diagnostics::nearest;
use crate::value::{Text, Type, Value, parse_duration};
use jiff::Timestamp;
use jiff::civil::Date;
use secrecy::ExposeSecret;
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;

/// The value, or what was expected and found.
pub(super) fn read(given: &Given, ty: &Type) -> Result<Value, String> {
    match given {
        Given::Text(text) => from_text(text.expose_secret(), ty),
        Given::Data(json) => from_data(json, ty),
    }
}

/// A text from a flag or the environment. A list is a JSON array or its items between commas.
fn from_text(text: &str, ty: &Type) -> Result<Value, String> {
    let trimmed = text.trim();
    match ty {
        Type::Optional(_) if trimmed.is_empty() => Ok(Value::None),
        Type::Optional(inner) => from_text(text, inner),
        Type::Text => Ok(Value::Text(Text::data(text))),
        Type::List(item) if trimmed.starts_with('[') => {
            let json: Json =
                serde_json::from_str(trimmed).map_err(|error| format!("found no valid JSON: {error}"))?;
            from_data(&json, &Type::List(item.clone()))
        }
        Type::List(_) if trimmed.is_empty() => Ok(Value::List(Arc::default())),
        Type::List(item) => {
            let items: Result<Vec<Value>, String> =
                trimmed.split(',').map(|one| from_text(one.trim(), item)).collect();
            Ok(Value::List(Arc::new(items?)))
        }
        scalar => {
            from_word(trimmed, scalar).ok_or_else(|| mismatch(&format!("`{trimmed}`"), trimmed, scalar))
        }
    }
}

/// A value of TOML. What TOML has no form for (durations, dates) is written as text.
fn from_data(json: &Json, ty: &Type) -> Result<Value, String> {
    let found = || mismatch(&shown(json), json.as_str().unwrap_or(""), ty);
    match (ty, json) {
        (Type::Optional(_), Json::Null) => Ok(Value::None),
        (Type::Optional(inner), _) => from_data(json, inner),
        (Type::List(item), Json::Array(items)) => {
            let items: Result<Vec<Value>, String> = items
                .iter()
                .enumerate()
                .map(|(at, one)| {
                    from_data(one, item).map_err(|problem| format!("item {}: {problem}", at + 1))
                })
                .collect();
            Ok(Value::List(Arc::new(items?)))
        }
        (Type::Bool, Json::Bool(yes)) => Ok(Value::Bool(*yes)),
        (Type::Int, Json::Number(number)) => number.as_i64().map(Value::Int).ok_or_else(found),
        (Type::Float, Json::Number(number)) => number.as_f64().map(Value::Float).ok_or_else(found),
        (Type::Text, Json::String(text)) => Ok(Value::Text(Text::data(text))),
        (Type::Duration | Type::Time | Type::Date | Type::Literals(_), Json::String(text)) => {
            from_word(text, ty).ok_or_else(found)
        }
        _ => Err(found()),
    }
}

/// A scalar that is no free text; `None` where the text is none of the type.
fn from_word(text: &str, ty: &Type) -> Option<Value> {
    match ty {
        Type::Bool => match text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        Type::Int => text.replace('_', "").parse().ok().map(Value::Int),
        Type::Float => {
            text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Float)
        }
        Type::Duration => parse_duration(text).map(Value::Duration),
        Type::Time => text.parse::<Timestamp>().ok().map(|time| Value::Time(time.as_millisecond())),
        Type::Date => text.parse::<Date>().ok().map(Value::Date),
        Type::Literals(texts) => texts.iter().any(|one| one == text).then(|| Value::Text(Text::data(text))),
        _ => None,
    }
}

/// "expected int, found `x`", with what the type's values look like.
fn mismatch(found: &str, text: &str, ty: &Type) -> String {
    let expected = match ty {
        Type::Bool => "true or false".to_owned(),
        Type::Int => "a whole number".to_owned(),
        Type::Float => "a number".to_owned(),
        Type::Text => "a text".to_owned(),
        Type::Duration => "a duration like 30s, 10m or 2h".to_owned(),
        Type::Time => "a time like 2026-01-31T09:00:00Z".to_owned(),
        Type::Date => "a date like 2026-01-31".to_owned(),
        Type::Literals(texts) => one_of(texts, text),
        other => format!("{other}"),
    };
    format!("expected {expected}, found {found}")
}

fn one_of(texts: &[SmolStr], found: &str) -> String {
    let all = texts.join(", ");
    match nearest(found, texts.iter().map(SmolStr::as_str)) {
        Some(near) => format!("one of {all} (did you mean {near}?)"),
        None => format!("one of {all}"),
    }
}

fn shown(json: &Json) -> String {
    match json {
        Json::String(text) => format!("the text `{text}`"),
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "a table".to_owned(),
        scalar => format!("`{scalar}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn literals() -> Type {
        Type::Literals([SmolStr::new("dev"), SmolStr::new("prod")].into())
    }

    fn check(result: Result<Value, String>, expected: Result<Value, &str>) {
        match (result, expected) {
            (Ok(value), Ok(expected)) => assert_eq!(value, expected),
            (Err(problem), Err(part)) => assert!(problem.contains(part), "{problem:?} lacks {part:?}"),
            (result, expected) => panic!("{result:?} is not {expected:?}"),
        }
    }

    fn text(text: &str) -> Value {
        Value::Text(Text::data(text))
    }

    #[test]
    fn texts_are_read_by_the_declared_type() {
        for (given, ty, expected) in [
            (" Ops ", Type::Text, Ok(text(" Ops "))),
            (" 1_000", Type::Int, Ok(Value::Int(1000))),
            ("1.5", Type::Int, Err("expected a whole number, found `1.5`")),
            ("2.5", Type::Float, Ok(Value::Float(2.5))),
            ("NaN", Type::Float, Err("expected a number")),
            ("true", Type::Bool, Ok(Value::Bool(true))),
            ("yes", Type::Bool, Err("expected true or false, found `yes`")),
            ("1h30m", Type::Duration, Ok(Value::Duration(5_400_000))),
            ("500ms", Type::Duration, Ok(Value::Duration(500))),
            ("5", Type::Duration, Err("a duration like")),
            ("99999999999999999w", Type::Duration, Err("a duration like")),
            ("2026-01-31", Type::Date, Ok(Value::Date(jiff::civil::date(2026, 1, 31)))),
            ("1970-01-01T00:00:01Z", Type::Time, Ok(Value::Time(1000))),
            ("prod", literals(), Ok(text("prod"))),
            ("prd", literals(), Err("one of dev, prod (did you mean prod?)")),
            ("", Type::Text.optional(), Ok(Value::None)),
            ("x", Type::Text.optional(), Ok(text("x"))),
        ] {
            check(from_text(given, &ty), expected);
        }
    }

    #[test]
    fn lists_are_json_or_parts_between_commas() {
        let ints = Value::List(Arc::new(vec![Value::Int(1), Value::Int(2)]));
        for (given, expected) in [
            ("1, 2", Ok(ints.clone())),
            ("[1, 2]", Ok(ints)),
            ("", Ok(Value::List(Arc::default()))),
            ("1, x", Err("expected a whole number, found `x`")),
            ("[1", Err("no valid JSON")),
            ("[1, \"x\"]", Err("item 2: expected a whole number, found the text `x`")),
        ] {
            check(from_text(given, &Type::list(Type::Int)), expected);
        }
    }

    #[test]
    fn data_keeps_its_own_type() {
        for (given, ty, expected) in [
            (json!("x"), Type::Text, Ok(text("x"))),
            (json!(5), Type::Text, Err("expected a text, found `5`")),
            (json!("5"), Type::Int, Err("found the text `5`")),
            (json!(5), Type::Float, Ok(Value::Float(5.0))),
            (json!(5.5), Type::Int, Err("found `5.5`")),
            (json!("10m"), Type::Duration, Ok(Value::Duration(600_000))),
            (json!({}), Type::Int, Err("found a table")),
            (json!(["dev"]), Type::list(literals()), Ok(Value::List(Arc::new(vec![text("dev")])))),
        ] {
            check(from_data(&given, &ty), expected);
        }
    }
}
