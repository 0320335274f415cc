//! Values as the template language knows them: those of JavaScript.

use super::number::show_number;
use crate::value::{Fields, PersonRef, Text, Value, show_duration, show_instant};
use indexmap::IndexMap;
use serde_json::{Map, Number, Value as Json};
use smol_str::SmolStr;
use std::sync::Arc;

/// The largest whole number that a float holds without gaps.
const SAFE_MAX: f64 = 9_007_199_254_740_991.0;

/// A value of the template language. Cloning is cheap.
#[derive(Clone, Debug, Default)]
pub enum Datum {
    /// There is no such thing.
    #[default]
    Missing,
    /// `null`, `none`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Ticks: a count that a float cannot hold.
    Ticks(i64),
    /// A text that remembers what stood in the file.
    Text(Text),
    /// A list.
    List(Arc<Vec<Datum>>),
    /// An object.
    Object(Arc<IndexMap<SmolStr, Datum>>),
}

impl Datum {
    /// A text that came from the data.
    pub(super) fn data(text: impl AsRef<str>) -> Self {
        Self::Text(Text::data(text))
    }

    pub(super) fn list(items: Vec<Self>) -> Self {
        Self::List(Arc::new(items))
    }

    pub(super) fn count(count: usize) -> Self {
        Self::Number(u32::try_from(count).map_or(f64::INFINITY, f64::from))
    }

    /// Neither there nor `null`.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Missing | Self::Null)
    }

    /// What counts as true: everything but `false` and nothing.
    pub(super) fn is_true(&self) -> bool {
        !matches!(self, Self::Missing | Self::Null | Self::Bool(false))
    }

    /// The value of the property, written in any case.
    #[must_use]
    pub fn property(&self, name: &str) -> Self {
        match self {
            Self::Object(fields) => fields
                .get(name)
                .or_else(|| {
                    let lower = name.to_lowercase();
                    fields.iter().find(|(key, _)| key.to_lowercase() == lower).map(|(_, value)| value)
                })
                .cloned()
                .unwrap_or_default(),
            Self::List(items) => {
                name.parse().ok().and_then(|at: usize| items.get(at)).cloned().unwrap_or_default()
            }
            Self::Missing | Self::Null | Self::Bool(_) | Self::Number(_) | Self::Ticks(_) | Self::Text(_) => {
                Self::Missing
            }
        }
    }

    /// The data of JSON.
    #[must_use]
    pub fn from_json(json: &Json) -> Self {
        Self::read(json, false)
    }

    /// JSON that stands in the file: its texts are the author's.
    pub(super) fn from_file(json: &Json) -> Self {
        Self::read(json, true)
    }

    fn read(json: &Json, own: bool) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(bool) => Self::Bool(*bool),
            Json::Number(number) => Self::Number(number.as_f64().unwrap_or_default()),
            Json::String(text) => Self::Text(if own { Text::own(text) } else { Text::data(text) }),
            Json::Array(items) => Self::list(items.iter().map(|item| Self::read(item, own)).collect()),
            Json::Object(fields) => Self::Object(Arc::new(
                fields.iter().map(|(key, value)| (SmolStr::new(key), Self::read(value, own))).collect(),
            )),
        }
    }

    /// As JSON. What is missing has none.
    #[must_use]
    pub fn to_json(&self) -> Option<Json> {
        Some(match self {
            Self::Missing => return None,
            Self::Null => Json::Null,
            Self::Bool(bool) => Json::Bool(*bool),
            Self::Number(number) => json_number(*number),
            Self::Ticks(ticks) => Json::String(ticks.to_string()),
            Self::Text(text) => Json::String(text.as_str().to_owned()),
            Self::List(items) => {
                Json::Array(items.iter().map(|item| item.to_json().unwrap_or_default()).collect())
            }
            Self::Object(fields) => {
                let fields =
                    fields.iter().filter_map(|(key, value)| Some((key.to_string(), value.to_json()?)));
                Json::Object(fields.collect::<Map<_, _>>())
            }
        })
    }

    /// The data of a value of a script.
    #[must_use]
    pub fn from_value(value: &Value) -> Self {
        match value {
            Value::None | Value::Secret(_) | Value::Closure(_) => Self::Null,
            Value::Bool(bool) => Self::Bool(*bool),
            #[expect(clippy::cast_precision_loss, reason = "the template language has floats only")]
            Value::Int(int) => Self::Number(*int as f64),
            Value::Float(float) => Self::Number(*float),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Duration(ms) => Self::data(show_duration(*ms)),
            Value::Time(ms) => Self::data(show_instant(*ms).unwrap_or_default()),
            Value::Date(date) => Self::data(date.to_string()),
            Value::List(items) | Value::Set(items) => {
                Self::list(items.iter().map(Self::from_value).collect())
            }
            Value::Map(fields) | Value::Record(fields) => Self::Object(Arc::new(
                fields.iter().map(|(key, value)| (key.clone(), Self::from_value(value))).collect(),
            )),
            Value::Person(person) => Self::data(name_of(person)),
            Value::Room(room) => Self::data(&room.id),
            Value::Message(message) => Self::data(&message.id),
            Value::File(file) => Self::data(&file.url),
            Value::Error(error) => Self::from_value(&error.message),
        }
    }

    /// The value of a script; what is missing is `none`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::Missing | Self::Null => Value::None,
            Self::Bool(bool) => Value::Bool(*bool),
            Self::Number(number) => match json_number(*number) {
                Json::Number(number) => match number.as_i64() {
                    Some(int) => Value::Int(int),
                    None => Value::Float(number.as_f64().unwrap_or_default()),
                },
                _ => Value::None,
            },
            Self::Ticks(ticks) => Value::data(ticks.to_string()),
            Self::Text(text) => Value::Text(text.clone()),
            Self::List(items) => Value::list(items.iter().map(Self::to_value).collect()),
            Self::Object(fields) => Value::Map(Arc::new(
                fields.iter().map(|(key, value)| (key.clone(), value.to_value())).collect::<Fields>(),
            )),
        }
    }

    /// As a part of a text: what JavaScript's `toString` gives. Nothing prints nothing.
    pub(super) fn show(&self) -> Text {
        match self {
            Self::Missing | Self::Null => Text::default(),
            Self::Bool(bool) => Text::data(bool.to_string()),
            Self::Number(number) => Text::data(show_number(*number)),
            Self::Ticks(ticks) => Text::data(ticks.to_string()),
            Self::Text(text) => text.clone(),
            Self::List(items) => join(items, ","),
            Self::Object(_) => Text::data("[object Object]"),
        }
    }

    /// Whether two values are equal, deeply; numbers as near as floats come.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Missing | Self::Null, Self::Missing | Self::Null) => true,
            (Self::Bool(one), Self::Bool(two)) => one == two,
            (Self::Number(one), Self::Number(two)) => (one - two).abs() < f64::EPSILON,
            (Self::Ticks(one), Self::Ticks(two)) => one == two,
            (Self::Text(one), Self::Text(two)) => one == two,
            (Self::List(one), Self::List(two)) => {
                one.len() == two.len() && one.iter().zip(two.iter()).all(|(one, two)| one.equals(two))
            }
            (Self::Object(one), Self::Object(two)) => {
                one.len() == two.len()
                    && one.iter().all(|(key, value)| two.get(key).is_some_and(|other| value.equals(other)))
            }
            _ => false,
        }
    }
}

/// The items with something between them.
pub(super) fn join(items: &[Datum], between: &str) -> Text {
    let mut all = crate::value::TextBuilder::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            all.push(between, false);
        }
        all.push_text(&item.show());
    }
    all.finish()
}

/// A person is shown by what is known without asking.
fn name_of(person: &PersonRef) -> &str {
    if person.email.is_empty() { &person.id } else { &person.email }
}

fn json_number(number: f64) -> Json {
    #[expect(clippy::cast_possible_truncation, reason = "the bound is checked")]
    if number.fract() == 0.0 && number.abs() <= SAFE_MAX {
        return Json::from(number as i64);
    }
    Number::from_f64(number).map_or(Json::Null, Json::Number)
}
