//! Values as JSON that a person can read and change, and back: JSON where the value is JSON, an object
//! with one `$` key where it is not.

use crate::value::{Fields, PersonRef, RoomRef, Text, Value};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use smol_str::SmolStr;
use std::sync::Arc;

/// The value as JSON. Not every value looks like itself: [`from_plain`] must give it back.
pub(super) fn to_plain(value: &Value) -> Json {
    json_of(value, Texts::Exact)
}

/// The value as JSON for who only looks: whether a text stands in the script makes no difference.
pub(super) fn shown(value: &Value) -> Json {
    json_of(value, Texts::Plain)
}

/// How texts look.
#[derive(Clone, Copy)]
enum Texts {
    /// What stands in the script, and may be Markdown, is told from what came from outside.
    Exact,
    /// As they read.
    Plain,
}

fn json_of(value: &Value, texts: Texts) -> Json {
    let list = |items: &[Value]| items.iter().map(|item| json_of(item, texts)).collect::<Vec<_>>();
    let fields = |entries: &Fields| {
        Json::Object(entries.iter().map(|(key, value)| (key.to_string(), json_of(value, texts))).collect())
    };
    match value {
        Value::None => Json::Null,
        Value::Bool(it) => Json::Bool(*it),
        Value::Int(it) => Json::from(*it),
        Value::Float(it) => Json::from(*it),
        Value::Text(text) => match texts {
            Texts::Exact => exact(text),
            Texts::Plain => Json::String(text.as_str().to_owned()),
        },
        Value::Duration(ms) => json!({ "$ms": ms }),
        Value::Time(ms) => match Timestamp::from_millisecond(*ms) {
            Ok(time) => json!({ "$time": time.to_string() }),
            Err(_) => tagged(value),
        },
        Value::Date(date) => json!({ "$date": date.to_string() }),
        Value::List(items) => Json::Array(list(items)),
        Value::Set(items) => json!({ "$set": list(items) }),
        Value::Map(entries) if entries.keys().all(|key| !key.starts_with('$')) => fields(entries),
        Value::Map(entries) => json!({ "$map": fields(entries) }),
        Value::Record(entries) => json!({ "$record": fields(entries) }),
        Value::Person(person) => json!({ "$person": { "id": person.id, "email": person.email } }),
        Value::Room(room) => json!({ "$room": { "id": room.id, "direct": room.direct } }),
        Value::Secret(_) | Value::Message(_) | Value::File(_) | Value::Error(_) | Value::Closure(_) => {
            tagged(value)
        }
    }
}

/// All of a text stands in the script, or nothing of it, or it is in parts.
fn exact(text: &Text) -> Json {
    match text.is_own() {
        Some(false) => Json::String(text.as_str().to_owned()),
        Some(true) => json!({ "$own": text.as_str() }),
        None => tagged(&Value::Text(text.clone())),
    }
}

/// As it is encoded.
fn tagged(value: &Value) -> Json {
    json!({ "$value": value })
}

/// The value that such JSON says; `None` where it says none.
pub(super) fn from_plain(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::None,
        Json::Bool(it) => Value::Bool(*it),
        Json::Number(number) => match number.as_i64() {
            Some(int) => Value::Int(int),
            None => Value::Float(number.as_f64().filter(|it| it.is_finite())?),
        },
        Json::String(text) => Value::data(text),
        Json::Array(items) => Value::list(items.iter().map(from_plain).collect::<Option<_>>()?),
        Json::Object(entries) => match entries.iter().next() {
            Some((key, inner)) if entries.len() == 1 && key.starts_with('$') => special(key, inner)?,
            _ => Value::Map(Arc::new(entries_of(entries)?)),
        },
    })
}

fn special(key: &str, inner: &Json) -> Option<Value> {
    let text = |name: &str| inner.get(name).and_then(Json::as_str).map(SmolStr::new);
    Some(match key {
        "$own" => Value::own(inner.as_str()?),
        "$ms" => Value::Duration(inner.as_i64()?),
        "$time" => Value::Time(inner.as_str()?.parse::<Timestamp>().ok()?.as_millisecond()),
        "$date" => Value::Date(inner.as_str()?.parse::<Date>().ok()?),
        "$set" => Value::Set(Arc::new(inner.as_array()?.iter().map(from_plain).collect::<Option<_>>()?)),
        "$map" => Value::Map(Arc::new(entries_of(inner.as_object()?)?)),
        "$record" => Value::Record(Arc::new(entries_of(inner.as_object()?)?)),
        "$person" => Value::Person(PersonRef { id: text("id")?, email: text("email")? }),
        "$room" => Value::Room(RoomRef { id: text("id")?, direct: inner.get("direct")?.as_bool()? }),
        "$value" => serde_json::from_value(inner.clone()).ok()?,
        _ => return None,
    })
}

fn entries_of(entries: &Map<String, Json>) -> Option<Fields> {
    entries.iter().map(|(key, value)| Some((SmolStr::new(key), from_plain(value)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::{from_plain, to_plain};
    use crate::engine::codec::encode;
    use crate::value::{MessageRef, PersonRef, RoomRef, Value};
    use serde_json::{Value as Json, json};
    use std::sync::Arc;

    fn check(value: &Value, want: &Json) {
        let plain = to_plain(value);
        assert_eq!(plain, *want);
        let read: Json = serde_json::from_str(&plain.to_string()).unwrap();
        let back = from_plain(&read).unwrap_or_else(|| panic!("{read} is no value"));
        assert_eq!(encode(&back).unwrap(), encode(value).unwrap(), "{want}");
    }

    #[test]
    fn values_come_back_as_they_were() {
        let map = |key: &str| Value::map([(key, Value::list(vec![Value::Int(1), Value::None]))]);
        let message = MessageRef { id: "m".into(), room: "r".into(), thread: None };
        for (value, want) in [
            (Value::None, json!(null)),
            (Value::Int(-7), json!(-7)),
            (Value::Float(5.0), json!(5.0)),
            (Value::data("hi"), json!("hi")),
            (Value::own("**hi**"), json!({ "$own": "**hi**" })),
            (Value::own(""), json!({ "$own": "" })),
            (Value::Duration(90_000), json!({ "$ms": 90_000 })),
            (Value::Time(1_767_603_600_123), json!({ "$time": "2026-01-05T09:00:00.123Z" })),
            (Value::Date("2026-01-05".parse().unwrap()), json!({ "$date": "2026-01-05" })),
            (map("a"), json!({ "a": [1, null] })),
            (map("$set"), json!({ "$map": { "$set": [1, null] } })),
            (Value::record([("id", Value::data("x"))]), json!({ "$record": { "id": "x" } })),
            (Value::Set(Arc::new(vec![Value::Bool(true)])), json!({ "$set": [true] })),
            (
                Value::Person(PersonRef::of_email("a@b.c")),
                json!({ "$person": { "id": "", "email": "a@b.c" } }),
            ),
            (
                Value::Room(RoomRef { id: "r".into(), direct: true }),
                json!({ "$room": { "id": "r", "direct": true } }),
            ),
            (
                Value::Message(message),
                json!({ "$value": { "Message": { "id": "m", "room": "r", "thread": null } } }),
            ),
        ] {
            check(&value, &want);
        }
    }

    #[test]
    fn what_says_no_value_is_none() {
        for json in [json!({ "$date": "soon" }), json!({ "$what": 1 }), json!([{ "$set": 1 }])] {
            assert!(from_plain(&json).is_none(), "{json}");
        }
    }

    #[test]
    fn who_looks_sees_texts() {
        let value =
            Value::map([("plan", Value::own("pro")), ("names", Value::list(vec![Value::data("Bob")]))]);
        assert_eq!(super::shown(&value), json!({ "plan": "pro", "names": ["Bob"] }));
        assert_eq!(to_plain(&value), json!({ "plan": { "$own": "pro" }, "names": ["Bob"] }));
    }
}
