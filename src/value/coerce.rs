//! How a value becomes one of another type: the coercions that the checker writes out, and what they do.

use crate::value::{SecretPart, Value, float_of, from_json, set_of, to_json};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::sync::Arc;

/// How a value becomes one of another type. What is not mentioned stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Coercion {
    /// An int becomes a float.
    IntToFloat,
    /// A record gets the fields it lacks, keeps the others (each coerced where listed), and loses none.
    Record {
        /// Coercions of fields that are there.
        fields: Vec<(SmolStr, Coercion)>,
        /// Fields that are added, with what they get.
        missing: Vec<(SmolStr, Value)>,
    },
    /// Each element of a list or set.
    Items(Box<Coercion>),
    /// Each value of a map.
    Entries(Box<Coercion>),
    /// What is not `none`.
    Optional(Box<Coercion>),
    /// Becomes json: records become maps, what JSON has no form for gets the one in which it is sent.
    /// Secrets in it stay by name.
    ToJson,
    /// A text becomes a secret (it is joined with one, or goes where one is expected).
    ToSecret,
    /// A record becomes a map: only the representation changes.
    ToMap,
}

/// `value` after `coercion`; what the coercion does not speak of stays as it is.
#[must_use]
pub fn coerce(value: Value, coercion: &Coercion) -> Value {
    match coercion {
        Coercion::IntToFloat => match value {
            Value::Int(int) => Value::Float(float_of(int)),
            other => other,
        },
        Coercion::Record { fields, missing } => record(value, fields, missing),
        Coercion::Items(inner) => items(value, inner),
        Coercion::Entries(inner) => match value {
            Value::Map(mut entries) => {
                for entry in Arc::make_mut(&mut entries).values_mut() {
                    *entry = coerce(std::mem::take(entry), inner);
                }
                Value::Map(entries)
            }
            other => other,
        },
        Coercion::Optional(inner) => {
            if value.is_none() {
                value
            } else {
                coerce(value, inner)
            }
        }
        Coercion::ToJson => json(value),
        Coercion::ToSecret => match value {
            Value::Text(text) => Value::Secret(Arc::new(vec![SecretPart::Plain(text.as_str().into())])),
            other => other,
        },
        Coercion::ToMap => match value {
            Value::Record(fields) => Value::Map(fields),
            other => other,
        },
    }
}

/// What JSON has no form for gets the one in which it would be sent; secrets stay by name.
fn json(value: Value) -> Value {
    match value {
        Value::List(items) | Value::Set(items) => Value::list(items.iter().cloned().map(json).collect()),
        Value::Map(fields) | Value::Record(fields) => {
            Value::map(fields.iter().map(|(name, value)| (name.clone(), json(value.clone()))))
        }
        Value::None
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Float(_)
        | Value::Text(_)
        | Value::Secret(_) => value,
        Value::Duration(_)
        | Value::Time(_)
        | Value::Date(_)
        | Value::Person(_)
        | Value::Room(_)
        | Value::Message(_)
        | Value::File(_)
        | Value::Error(_)
        | Value::Closure(_) => to_json(&value).and_then(|json| from_json(&json)).unwrap_or_default(),
    }
}

fn record(value: Value, fields: &[(SmolStr, Coercion)], missing: &[(SmolStr, Value)]) -> Value {
    match value {
        Value::Record(mut record) => {
            let all = Arc::make_mut(&mut record);
            for (name, coercion) in fields {
                if let Some(slot) = all.get_mut(name) {
                    *slot = coerce(std::mem::take(slot), coercion);
                }
            }
            for (name, default) in missing {
                all.entry(name.clone()).or_insert_with(|| default.clone());
            }
            Value::Record(record)
        }
        other => other,
    }
}

fn items(value: Value, inner: &Coercion) -> Value {
    match value {
        Value::List(mut items) => {
            for item in Arc::make_mut(&mut items) {
                *item = coerce(std::mem::take(item), inner);
            }
            Value::List(items)
        }
        Value::Set(items) => {
            let coerced = items.iter().map(|item| coerce(item.clone(), inner)).collect();
            set_of(coerced)
        }
        other => other,
    }
}
