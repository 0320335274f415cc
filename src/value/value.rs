//! The values of a running script.

use super::{FileRef, MessageRef, PersonRef, RoomRef, Text};
use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::sync::Arc;

/// Fields of a record, or entries of a map, in the order of insertion.
pub type Fields = IndexMap<SmolStr, Value>;

/// A value. Cloning is cheap (compound values are shared until one of the owners changes them), and
/// nothing is shared in meaning: a change is seen by its owner only.
///
/// `json` has no variant of its own: null is `None`, objects are `Map`, arrays are `List`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub enum Value {
    /// `none`, JSON's null.
    #[default]
    None,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number of 64 bits.
    Int(i64),
    /// A finite number; NaN and infinities never get here.
    Float(f64),
    /// A text with its marks.
    Text(Text),
    /// A span of time, in milliseconds.
    Duration(i64),
    /// An instant, in milliseconds since 1970-01-01T00:00Z.
    Time(i64),
    /// A day in the bot's time zone.
    Date(Date),
    /// A list.
    List(Arc<Vec<Value>>),
    /// A set in the order of insertion; no two elements are equal.
    Set(Arc<Vec<Value>>),
    /// A map with text keys.
    Map(Arc<Fields>),
    /// A record.
    Record(Arc<Fields>),
    /// A text with secrets in it, each held by its name.
    Secret(Arc<Vec<SecretPart>>),
    /// A person.
    Person(PersonRef),
    /// A room.
    Room(RoomRef),
    /// A message.
    Message(MessageRef),
    /// A file that came with a message.
    File(FileRef),
    /// What `else err` binds.
    Error(Arc<ErrorValue>),
    /// A lambda or a function given as an argument.
    Closure(Arc<Closure>),
}

/// A part of a text that has secrets in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecretPart {
    /// Characters that are no secret.
    Plain(SmolStr),
    /// The name of a declared secret.
    Name(SmolStr),
}

/// A failure as a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorValue {
    /// What happened.
    pub message: Value,
    /// The HTTP status, or none.
    pub status: Option<i64>,
    /// The body of the answer as json, or none.
    pub body: Option<Value>,
}

/// A function with the values that it captured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closure {
    /// Index of the function in its program.
    pub function: u32,
    /// Captured values; they come before the parameters.
    pub captures: Vec<Value>,
}

impl Value {
    /// A text none of whose characters are the script's own.
    #[must_use]
    pub fn data(text: impl AsRef<str>) -> Self {
        Self::Text(Text::data(text))
    }

    /// A text all of whose characters are the script's own.
    #[must_use]
    pub fn own(text: impl AsRef<str>) -> Self {
        Self::Text(Text::own(text))
    }

    /// The same value, with no character of its texts the script's own.
    #[must_use]
    pub fn to_data(&self) -> Self {
        let all = |items: &[Self]| Arc::new(items.iter().map(Self::to_data).collect());
        let fields = |fields: &Fields| {
            Arc::new(fields.iter().map(|(name, value)| (name.clone(), value.to_data())).collect())
        };
        match self {
            Self::Text(text) => Self::Text(text.to_data()),
            Self::List(items) => Self::List(all(items)),
            Self::Set(items) => Self::Set(all(items)),
            Self::Map(entries) => Self::Map(fields(entries)),
            Self::Record(entries) => Self::Record(fields(entries)),
            Self::None
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Float(_)
            | Self::Duration(_)
            | Self::Time(_)
            | Self::Date(_)
            | Self::Secret(_)
            | Self::Person(_)
            | Self::Room(_)
            | Self::Message(_)
            | Self::File(_)
            | Self::Error(_)
            | Self::Closure(_) => self.clone(),
        }
    }

    /// A list of `items`.
    #[must_use]
    pub fn list(items: Vec<Self>) -> Self {
        Self::List(Arc::new(items))
    }

    /// A record of `fields`.
    #[must_use]
    pub fn record<K: Into<SmolStr>>(fields: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Record(Arc::new(fields.into_iter().map(|(key, value)| (key.into(), value)).collect()))
    }

    /// A map of `entries`.
    #[must_use]
    pub fn map<K: Into<SmolStr>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(Arc::new(entries.into_iter().map(|(key, value)| (key.into(), value)).collect()))
    }

    /// Whether it is `none`.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// The characters, if it is a text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            _ => None,
        }
    }

    /// What to call its type in a message about what was found.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Text(_) => "text",
            Self::Duration(_) => "duration",
            Self::Time(_) => "time",
            Self::Date(_) => "date",
            Self::List(_) => "list",
            Self::Set(_) => "set",
            Self::Map(_) => "map",
            Self::Record(_) => "record",
            Self::Secret(_) => "secret",
            Self::Person(_) => "person",
            Self::Room(_) => "room",
            Self::Message(_) => "message",
            Self::File(_) => "file",
            Self::Error(_) => "error",
            Self::Closure(_) => "function",
        }
    }
}

/// Contents decide: an `int` equals the `float` of the same number, a record equals a map with the
/// same entries (their order does not count), a text is just its characters, sets ignore order.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a == b,
            (Self::Int(int), Self::Float(float)) | (Self::Float(float), Self::Int(int)) => {
                int_equals_float(*int, *float)
            }
            (Self::Text(a), Self::Text(b)) => a.as_str() == b.as_str(),
            (Self::Duration(a), Self::Duration(b)) | (Self::Time(a), Self::Time(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Set(a), Self::Set(b)) => a.len() == b.len() && a.iter().all(|item| b.contains(item)),
            (Self::Map(a) | Self::Record(a), Self::Map(b) | Self::Record(b)) => a == b,
            (Self::Secret(a), Self::Secret(b)) => a == b,
            (Self::Person(a), Self::Person(b)) => a == b,
            (Self::Room(a), Self::Room(b)) => a.id == b.id,
            (Self::Message(a), Self::Message(b)) => a.id == b.id,
            (Self::File(a), Self::File(b)) => a == b,
            (Self::Error(a), Self::Error(b)) => a == b,
            (Self::Closure(a), Self::Closure(b)) => a == b,
            _ => false,
        }
    }
}

/// Exact comparison: a float beyond 2^53 is not equal to every int near it.
#[expect(clippy::cast_possible_truncation, reason = "the range and the fraction are checked first")]
fn int_equals_float(int: i64, float: f64) -> bool {
    const TWO_63: f64 = 9_223_372_036_854_775_808.0;
    float.fract() == 0.0 && (-TWO_63..TWO_63).contains(&float) && float as i64 == int
}
