//! The types of the language.

use super::Value;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::fmt;
use std::sync::Arc;

/// A type. Structural: records with the same fields are the same type, whatever they are called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Type {
    /// What an erroneous expression has: fits everything, so that one mistake is reported once.
    Unknown,
    /// What an expression has that never gives a value (`stop`, `fail`).
    Never,
    /// What a statement gives: nothing that can be used.
    Nothing,
    /// The type of `none` alone.
    None,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `float`
    Float,
    /// `text`
    Text,
    /// `duration`
    Duration,
    /// `time`
    Time,
    /// `date`
    Date,
    /// `json`
    Json,
    /// `secret`
    Secret,
    /// `person`
    Person,
    /// `room`
    Room,
    /// `message`
    Message,
    /// `file`
    File,
    /// `card`
    Card,
    /// What `else err` binds: `message`, `status`, `body`.
    Error,
    /// A union of text literals, `"dev" | "prod"`: at least one, each once.
    Literals(Arc<[SmolStr]>),
    /// `T?`; never nested, never of `None`, `Unknown` or `Json`.
    Optional(Arc<Type>),
    /// `list<T>`
    List(Arc<Type>),
    /// `set<T>`
    Set(Arc<Type>),
    /// `map<T>`, keys are texts
    Map(Arc<Type>),
    /// `{ a: T }`
    Record(Arc<RecordType>),
    /// `(T) -> U`
    Function(Arc<FunctionType>),
    /// A type variable in the signature of a built-in: `T`, `U`; `O` stands for ordered types.
    Variable(char),
}

/// The fields of a record type.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RecordType {
    /// The name it was declared with, for messages only.
    pub name: Option<SmolStr>,
    /// The fields, in the order of the declaration.
    pub fields: IndexMap<SmolStr, FieldType>,
}

/// One field of a record type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldType {
    /// Its type (`T?` for a field that may be missing).
    pub ty: Type,
    /// What stands where it is missing: its default, `none` for `T?`, nothing where it is required.
    pub default: Option<Value>,
}

/// Parameters and result of a function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunctionType {
    /// Types of the parameters.
    pub params: Vec<Type>,
    /// Type of the result.
    pub result: Type,
}

impl PartialEq for RecordType {
    fn eq(&self, other: &Self) -> bool {
        self.fields == other.fields
    }
}

impl Type {
    /// `T?` of this type; types that have `none` already stay as they are.
    #[must_use]
    pub fn optional(self) -> Self {
        match self {
            Self::Optional(_) | Self::None | Self::Json | Self::Unknown => self,
            Self::Never | Self::Nothing => Self::None,
            other => Self::Optional(Arc::new(other)),
        }
    }

    /// Whether a value of this type becomes a text in a hole, and nowhere else.
    #[must_use]
    pub fn needs_hole(&self) -> bool {
        matches!(
            self,
            Self::Int
                | Self::Float
                | Self::Bool
                | Self::Duration
                | Self::Time
                | Self::Date
                | Self::Person
                | Self::Room
                | Self::Error
        )
    }

    /// The type without `none`.
    #[must_use]
    pub fn without_none(&self) -> Self {
        match self {
            Self::Optional(inner) => (**inner).clone(),
            Self::None => Self::Never,
            other => other.clone(),
        }
    }

    /// `list<T>` of `item`.
    #[must_use]
    pub fn list(item: Self) -> Self {
        Self::List(Arc::new(item))
    }

    /// A record type without a name whose fields are all required.
    #[must_use]
    pub fn record<K: Into<SmolStr>>(fields: impl IntoIterator<Item = (K, Self)>) -> Self {
        let fields = fields.into_iter().map(|(name, ty)| {
            let default = matches!(ty, Self::Optional(_)).then_some(Value::None);
            (name.into(), FieldType { ty, default })
        });
        Self::Record(Arc::new(RecordType { name: None, fields: fields.collect() }))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => out.write_str("?"),
            Self::Never => out.write_str("never"),
            Self::Nothing => out.write_str("nothing"),
            Self::None => out.write_str("none"),
            Self::Bool => out.write_str("bool"),
            Self::Int => out.write_str("int"),
            Self::Float => out.write_str("float"),
            Self::Text => out.write_str("text"),
            Self::Duration => out.write_str("duration"),
            Self::Time => out.write_str("time"),
            Self::Date => out.write_str("date"),
            Self::Json => out.write_str("json"),
            Self::Secret => out.write_str("secret"),
            Self::Person => out.write_str("person"),
            Self::Room => out.write_str("room"),
            Self::Message => out.write_str("message"),
            Self::File => out.write_str("file"),
            Self::Card => out.write_str("card"),
            Self::Error => out.write_str("error"),
            Self::Literals(texts) => {
                for (at, text) in texts.iter().enumerate() {
                    let bar = if at == 0 { "" } else { " | " };
                    write!(out, "{bar}{text:?}")?;
                }
                Ok(())
            }
            Self::Optional(inner) => match &**inner {
                Self::Literals(texts) if texts.len() > 1 => write!(out, "({inner})?"),
                Self::Function(_) => write!(out, "({inner})?"),
                _ => write!(out, "{inner}?"),
            },
            Self::List(item) => write!(out, "list<{item}>"),
            Self::Set(item) => write!(out, "set<{item}>"),
            Self::Map(item) => write!(out, "map<{item}>"),
            Self::Record(record) => record.fmt(out),
            Self::Function(function) => {
                out.write_str("(")?;
                for (at, param) in function.params.iter().enumerate() {
                    let comma = if at == 0 { "" } else { ", " };
                    write!(out, "{comma}{param}")?;
                }
                write!(out, ") -> {}", function.result)
            }
            Self::Variable(name) => write!(out, "{name}"),
        }
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.name {
            return out.write_str(name);
        }
        out.write_str("{ ")?;
        for (at, (name, field)) in self.fields.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(out, "{comma}{name}: {}", field.ty)?;
        }
        out.write_str(" }")
    }
}
