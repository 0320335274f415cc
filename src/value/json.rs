//! Values as JSON and back.
//!
//! | value | JSON |
//! |---|---|
//! | none, bool, int, float, text | the same |
//! | list, set | array |
//! | map, record | object |
//! | time | `"2026-01-05T09:00:00Z"` |
//! | date | `"2026-01-05"` |
//! | duration | `"1h 30m"` |
//! | person | the address (the id where none is known) |
//! | room, message | the id |
//! | file | its address |
//! | error | its message |
//!
//! A secret is refused unless the caller resolves it; a function has no JSON.

use crate::base::limits;
use crate::value::{Fault, FaultKind, Fields, SecretPart, Value, finite, show_duration};
use jiff::Timestamp;
use serde_json::{Map, Number, Value as Json};
use std::sync::Arc;

/// What gives the text of a declared secret by its name.
pub type Resolve<'a> = &'a mut dyn FnMut(&str) -> Option<String>;

/// The value of some JSON. Numbers that fit are ints, others floats; texts are data.
pub fn from_json(json: &Json) -> Result<Value, Fault> {
    read(json, limits::VALUE_DEPTH_MAX)
}

/// The JSON of a value without secrets.
pub fn to_json(value: &Value) -> Result<Json, Fault> {
    write(value, &mut |_| None, limits::VALUE_DEPTH_MAX)
}

/// The JSON of a value, secrets resolved: for what leaves the process in a call, and nothing else.
pub fn to_json_with(value: &Value, resolve: Resolve<'_>) -> Result<Json, Fault> {
    write(value, resolve, limits::VALUE_DEPTH_MAX)
}

/// The characters of a text or a secret, resolved: for headers and bodies of calls.
pub fn reveal(parts: &[SecretPart], resolve: Resolve<'_>) -> Result<String, Fault> {
    let mut text = String::new();
    for part in parts {
        match part {
            SecretPart::Plain(plain) => text.push_str(plain),
            SecretPart::Name(name) => {
                let secret = resolve(name).ok_or_else(|| {
                    Fault::new(FaultKind::Builtin, format!("the secret {name} cannot be used here"))
                })?;
                text.push_str(&secret);
            }
        }
    }
    Ok(text)
}

/// An instant as RFC 3339 in UTC; none if it is beyond the years that have a name.
#[must_use]
pub fn show_instant(ms: i64) -> Option<String> {
    Timestamp::from_millisecond(ms).ok().map(|instant| instant.to_string())
}

fn too_deep() -> Fault {
    Fault::new(FaultKind::Limit, format!("a value of more than {} levels", limits::VALUE_DEPTH_MAX))
}

fn read(json: &Json, depth: usize) -> Result<Value, Fault> {
    let inner = || depth.checked_sub(1).ok_or_else(too_deep);
    Ok(match json {
        Json::Null => Value::None,
        Json::Bool(bool) => Value::Bool(*bool),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(int), _) => Value::Int(int),
            (None, Some(float)) => finite(float)?,
            (None, None) => return Err(Fault::new(FaultKind::Arithmetic, format!("{number} is too large"))),
        },
        Json::String(text) => Value::data(text),
        Json::Array(items) => {
            let depth = inner()?;
            Value::list(items.iter().map(|item| read(item, depth)).collect::<Result<_, _>>()?)
        }
        Json::Object(entries) => {
            let depth = inner()?;
            let read = entries.iter().map(|(key, value)| Ok((key.into(), read(value, depth)?)));
            Value::Map(Arc::new(read.collect::<Result<Fields, Fault>>()?))
        }
    })
}

fn write(value: &Value, resolve: Resolve<'_>, depth: usize) -> Result<Json, Fault> {
    let inner = || depth.checked_sub(1).ok_or_else(too_deep);
    Ok(match value {
        Value::None => Json::Null,
        Value::Bool(bool) => Json::Bool(*bool),
        Value::Int(int) => Json::from(*int),
        Value::Float(float) => Number::from_f64(*float).map_or(Json::Null, Json::Number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Duration(ms) => Json::from(show_duration(*ms)),
        Value::Time(ms) => show_instant(*ms).map_or_else(|| Json::from(*ms), Json::from),
        Value::Date(date) => Json::from(date.to_string()),
        Value::List(items) | Value::Set(items) => {
            let depth = inner()?;
            let mut array = Vec::with_capacity(items.len());
            for item in items.iter() {
                array.push(write(item, resolve, depth)?);
            }
            Json::Array(array)
        }
        Value::Map(entries) | Value::Record(entries) => {
            let depth = inner()?;
            let mut object = Map::with_capacity(entries.len());
            for (key, value) in entries.iter() {
                object.insert(key.to_string(), write(value, resolve, depth)?);
            }
            Json::Object(object)
        }
        Value::Secret(parts) => Json::from(reveal(parts, resolve)?),
        Value::Person(person) if person.email.is_empty() => Json::from(person.id.as_str()),
        Value::Person(person) => Json::from(person.email.as_str()),
        Value::Room(room) => Json::from(room.id.as_str()),
        Value::Message(message) => Json::from(message.id.as_str()),
        Value::File(file) => Json::from(file.url.as_str()),
        Value::Error(error) => write(&error.message, resolve, depth)?,
        Value::Closure(_) => {
            return Err(Fault::new(FaultKind::Builtin, "a function cannot be written as JSON"));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{from_json, to_json, to_json_with};
    use crate::value::{PersonRef, SecretPart, Value};
    use jiff::civil::date;
    use serde_json::json;
    use std::sync::Arc;

    #[test]
    fn json_goes_there_and_back() {
        for json in [
            json!(null),
            json!([1, -1, 1.5, 9_223_372_036_854_775_807_i64, "x", true]),
            json!({"b": {"a": []}, "a": {}}),
        ] {
            let value = from_json(&json).expect("small");
            assert_eq!(to_json(&value).expect("no secrets").to_string(), json.to_string());
        }
        assert_eq!(
            from_json(&json!(18_446_744_073_709_551_615_u64)).ok(),
            Some(Value::Float(18_446_744_073_709_551_615.0))
        );
    }

    #[test]
    fn other_values_become_texts() {
        for (value, expected) in [
            (Value::Time(1_767_603_600_000), json!("2026-01-05T09:00:00Z")),
            (Value::Date(date(2026, 1, 5)), json!("2026-01-05")),
            (Value::Duration(5_400_000), json!("1h 30m")),
            (Value::Person(PersonRef::new("id", "A@b.c")), json!("a@b.c")),
            (Value::Set(Arc::new(vec![Value::Int(1)])), json!([1])),
        ] {
            assert_eq!(to_json(&value).ok(), Some(expected));
        }
    }

    #[test]
    fn secrets_leave_only_through_the_callback() {
        let secret =
            Value::Secret(Arc::new(vec![SecretPart::Plain("k=".into()), SecretPart::Name("KEY".into())]));
        let body = Value::map([("a", secret)]);
        assert_eq!(
            to_json(&body).err().map(|fault| fault.plain()),
            Some("the secret KEY cannot be used here".into())
        );
        let revealed = to_json_with(&body, &mut |name| (name == "KEY").then(|| "s3".to_owned()));
        assert_eq!(revealed.ok(), Some(json!({"a": "k=s3"})));
    }

    #[test]
    fn depth_is_bounded() {
        let mut deep = json!(1);
        for _ in 0..101 {
            deep = json!([deep]);
        }
        assert_eq!(
            from_json(&deep).err().map(|fault| fault.plain()),
            Some("a value of more than 100 levels".into())
        );
    }
}
