//! `x as T`: whether a value has a shape, and the value in that shape.
//!
//! What JSON cannot say is read from its text: an instant, a day, a duration, a person by address.
//! Fields that are missing are filled with their default; those that the type does not name are
//! dropped, so that a record holds what its type says and nothing that outsiders added.

use crate::base::limits;
use crate::value::{
    Fault, FaultKind, Fields, KeySet, PersonRef, RecordType, Type, Value, float_of, int_of, parse_duration,
};
use jiff::Timestamp;
use jiff::civil::Date;
use smol_str::SmolStr;
use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

/// Where a value has another shape than was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The path from the value that was converted: `$.items[3].id`.
    pub path: String,
    /// The type that was asked for there.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: expected {}, found {}", self.path, self.expected, self.found)
    }
}

impl From<Mismatch> for Fault {
    fn from(mismatch: Mismatch) -> Self {
        Self::new(FaultKind::Shape, mismatch.to_string())
    }
}

/// The value as a `ty`.
pub fn conform(value: &Value, ty: &Type) -> Result<Value, Mismatch> {
    let mut path = Vec::new();
    convert(value, ty, &mut path)
}

/// A person's address in a text, as far as its form tells.
#[must_use]
pub fn parse_email(text: &str) -> Option<PersonRef> {
    let text = text.trim();
    let (local, domain) = text.split_once('@')?;
    let atom = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let host = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
    let fits = !local.is_empty()
        && local.chars().all(atom)
        && domain.chars().all(host)
        && domain.split('.').all(|label| !label.is_empty())
        && text.len() <= limits::EMAIL_BYTES_MAX;
    fits.then(|| PersonRef::of_email(text))
}

/// One step of a path.
enum Step<'a> {
    Field(&'a str),
    Index(usize),
}

fn convert<'a>(value: &'a Value, ty: &Type, path: &mut Vec<Step<'a>>) -> Result<Value, Mismatch> {
    if path.len() > limits::VALUE_DEPTH_MAX {
        let expected = format!("at most {} levels", limits::VALUE_DEPTH_MAX);
        return Err(Mismatch { path: shown_path(path), expected, found: "more".to_owned() });
    }
    match ty {
        Type::Unknown => return Ok(value.clone()),
        Type::Json if !matches!(value, Value::Secret(_) | Value::Closure(_)) => return Ok(value.clone()),
        Type::Optional(_) if value.is_none() => return Ok(Value::None),
        Type::Optional(inner) => return convert(value, inner, path),
        Type::List(item) | Type::Set(item) => {
            if let Value::List(items) | Value::Set(items) = value {
                let items = elements(items, item, path)?;
                return Ok(if matches!(ty, Type::Set(_)) { distinct(items) } else { Value::list(items) });
            }
        }
        Type::Map(item) => {
            if let Value::Map(entries) | Value::Record(entries) = value {
                let mut fields = Fields::with_capacity(entries.len());
                for (key, value) in entries.iter() {
                    path.push(Step::Field(key));
                    fields.insert(key.clone(), convert(value, item, path)?);
                    path.pop();
                }
                return Ok(Value::Map(Arc::new(fields)));
            }
        }
        Type::Record(record) => {
            if let Value::Map(entries) | Value::Record(entries) = value {
                return to_record(entries, record, path);
            }
        }
        scalar => {
            if let Some(value) = scalar_of(value, scalar) {
                return Ok(value);
            }
        }
    }
    Err(Mismatch { path: shown_path(path), expected: ty.to_string(), found: shown_value(value, ty) })
}

fn elements<'a>(items: &'a [Value], ty: &Type, path: &mut Vec<Step<'a>>) -> Result<Vec<Value>, Mismatch> {
    let mut converted = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        path.push(Step::Index(index));
        converted.push(convert(item, ty, path)?);
        path.pop();
    }
    Ok(converted)
}

/// The set of some elements.
fn distinct(items: Vec<Value>) -> Value {
    let mut set: Vec<Value> = Vec::with_capacity(items.len());
    let mut keys = KeySet::default();
    for item in items {
        if keys.insert(&item) {
            set.push(item);
        }
    }
    Value::Set(Arc::new(set))
}

fn to_record<'a>(
    entries: &'a Fields,
    record: &RecordType,
    path: &mut Vec<Step<'a>>,
) -> Result<Value, Mismatch> {
    let mut fields = Fields::with_capacity(record.fields.len());
    for (name, field) in &record.fields {
        let value = match (entries.get_key_value(name), &field.default) {
            (Some((key, value)), _) => {
                path.push(Step::Field(key));
                let value = convert(value, &field.ty, path)?;
                path.pop();
                value
            }
            (None, Some(default)) => default.clone(),
            (None, None) if matches!(field.ty, Type::Optional(_) | Type::None | Type::Json) => Value::None,
            (None, None) => {
                let path = format!("{}{}", shown_path(path), shown_field(name));
                return Err(Mismatch { path, expected: field.ty.to_string(), found: "nothing".to_owned() });
            }
        };
        fields.insert(name.clone(), value);
    }
    Ok(Value::Record(Arc::new(fields)))
}

/// The value as a type without parts, if it is one.
fn scalar_of(value: &Value, ty: &Type) -> Option<Value> {
    let text = value.as_str();
    match (ty, value) {
        (Type::None | Type::Nothing, Value::None)
        | (Type::Bool, Value::Bool(_))
        | (Type::Int, Value::Int(_))
        | (Type::Float, Value::Float(_))
        | (Type::Text, Value::Text(_))
        | (Type::Duration, Value::Duration(_))
        | (Type::Time, Value::Time(_))
        | (Type::Date, Value::Date(_))
        | (Type::Secret, Value::Secret(_))
        | (Type::Person, Value::Person(_))
        | (Type::Room, Value::Room(_))
        | (Type::Message, Value::Message(_))
        | (Type::File, Value::File(_))
        | (Type::Error, Value::Error(_))
        | (Type::Function(_), Value::Closure(_)) => Some(value.clone()),
        (Type::Int, Value::Float(float)) if float.fract() == 0.0 => int_of(*float).ok().map(Value::Int),
        (Type::Float, Value::Int(int)) => Some(Value::Float(float_of(*int))),
        (Type::Literals(texts), Value::Text(text)) => {
            texts.iter().any(|literal| literal == text.as_str()).then(|| value.clone())
        }
        (Type::Time, _) => parse_time(text?).map(Value::Time),
        (Type::Date, _) => text?.parse::<Date>().ok().filter(|_| text.is_some_and(is_day)).map(Value::Date),
        (Type::Duration, _) => parse_duration(text?).map(Value::Duration),
        (Type::Person, _) => parse_email(text?).map(Value::Person),
        _ => None,
    }
}

/// An instant with its offset, as JSON has it: `2026-01-05T09:00:00Z`, in milliseconds.
#[must_use]
pub fn parse_time(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// Whether a text has the form of a day and nothing behind it.
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

fn shown_path(path: &[Step<'_>]) -> String {
    let mut shown = String::from("$");
    for step in path {
        match step {
            Step::Field(name) => shown.push_str(&shown_field(name)),
            Step::Index(index) => {
                let _ = write!(shown, "[{index}]");
            }
        }
    }
    shown
}

fn shown_field(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !name.is_empty() && name.chars().all(plain) {
        format!(".{name}")
    } else {
        format!("[{:?}]", shortened(name))
    }
}

/// What stands in place of what was asked for: its kind, and the text itself where that is the point.
fn shown_value(value: &Value, wanted: &Type) -> String {
    let reads_text =
        matches!(wanted, Type::Literals(_) | Type::Time | Type::Date | Type::Duration | Type::Person);
    match value {
        Value::None => "null".to_owned(),
        Value::Text(text) if reads_text => format!("{:?}", shortened(text.as_str())),
        Value::Float(float) if matches!(wanted, Type::Int) => float.to_string(),
        Value::Map(_) | Value::Record(_) => "object".to_owned(),
        other => other.kind_name().to_owned(),
    }
}

/// The beginning of a text that came from outside, for a message.
fn shortened(text: &str) -> SmolStr {
    const CHARS_SHOWN: usize = 60;
    match text.char_indices().nth(CHARS_SHOWN) {
        Some((end, _)) => SmolStr::from(format!("{}…", text.get(..end).unwrap_or_default())),
        None => SmolStr::new(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{conform, parse_email};
    use crate::value::{FieldType, RecordType, Type, Value, from_json, to_json};
    use serde_json::json;
    use std::sync::Arc;

    fn ticket() -> Type {
        let field = |ty, default| FieldType { ty, default };
        let fields = [
            ("id", field(Type::Text, None)),
            ("open", field(Type::Bool, Some(Value::Bool(true)))),
            ("note", field(Type::Text.optional(), Some(Value::None))),
        ];
        let fields = fields.into_iter().map(|(name, field)| (name.into(), field)).collect();
        Type::Record(Arc::new(RecordType { name: Some("Ticket".into()), fields }))
    }

    #[test]
    fn shapes() {
        let state = Type::Literals(["open".into(), "closed".into()].into());
        let items = Type::record([("items", Type::list(ticket()))]);
        for (json, ty, expected) in [
            (json!(3), Type::Float, "3.0"),
            (json!(3.0), Type::Int, "3"),
            (json!(3.5), Type::Int, "$: expected int, found 3.5"),
            (json!("3"), Type::Int, "$: expected int, found text"),
            (json!(null), Type::Text, "$: expected text, found null"),
            (json!(null), Type::Text.optional(), "null"),
            (json!("open"), state.clone(), "\"open\""),
            (json!("shut"), state, "$: expected \"open\" | \"closed\", found \"shut\""),
            (json!([1, 1, 2]), Type::Set(Arc::new(Type::Int)), "[1,2]"),
            (json!({"a": [1]}), Type::Map(Arc::new(Type::Text)), "$.a: expected text, found list"),
            (json!({"id": "x", "more": 1}), ticket(), r#"{"id":"x","open":true,"note":null}"#),
            (json!({"id": "x", "open": null}), ticket(), "$.open: expected bool, found null"),
            (json!({}), ticket(), "$.id: expected text, found nothing"),
            (json!([]), ticket(), "$: expected Ticket, found list"),
            (
                json!({"items": [{"id": "a"}, {"id": null}]}),
                items,
                "$.items[1].id: expected text, found null",
            ),
            (json!({"x-y": 1}), Type::Map(Arc::new(Type::Text)), "$[\"x-y\"]: expected text, found int"),
            (json!("2026-01-05"), Type::Date, "\"2026-01-05\""),
            (json!("2026-01-05T09:00:00"), Type::Date, "$: expected date, found \"2026-01-05T09:00:00\""),
            (json!("2026-01-05T09:00:00+01:00"), Type::Time, "\"2026-01-05T08:00:00Z\""),
            (json!("1h30m"), Type::Duration, "\"1h 30m\""),
            (json!(5), Type::Duration, "$: expected duration, found int"),
            (json!("A@B.c"), Type::Person, "\"a@b.c\""),
            (json!({"a": 1}), Type::Json, r#"{"a":1}"#),
        ] {
            let value = from_json(&json).expect("small");
            let found = match conform(&value, &ty) {
                Ok(value) => to_json(&value).expect("plain").to_string(),
                Err(mismatch) => mismatch.to_string(),
            };
            assert_eq!(found, expected, "{json} as {ty}");
        }
    }

    #[test]
    fn addresses() {
        for (text, expected) in [
            (" Bob@Acme.COM ", Some("bob@acme.com")),
            ("bob", None),
            ("@acme.com", None),
            ("bob@", None),
            ("a@b@c", None),
            ("a b@c.d", None),
            ("bob@a..b", None),
            ("x>@evil.example", None),
        ] {
            assert_eq!(parse_email(text).map(|person| person.email), expected.map(Into::into), "{text}");
        }
    }
}
