//! Coercions that the checker wrote out.

use crate::ir::Coercion;
use crate::value::{SecretPart, Value, float_of, from_json, set_of, to_json};
use std::sync::Arc;

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

fn record(
    value: Value,
    fields: &[(smol_str::SmolStr, Coercion)],
    missing: &[(smol_str::SmolStr, Value)],
) -> Value {
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
