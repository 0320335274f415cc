//! Coercions that the checker wrote out.

use crate::ir::Coercion;
use crate::value::{SecretPart, Value, operate};
use std::sync::Arc;

/// `value` after `coercion`; what the coercion does not speak of stays as it is.
pub(super) fn coerce(value: Value, coercion: &Coercion) -> Value {
    match coercion {
        Coercion::IntToFloat => operate::to_float(value),
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
        Coercion::Optional(inner) if value.is_none() => {
            let _ = inner;
            Value::None
        }
        Coercion::Optional(inner) => coerce(value, inner),
        Coercion::ToJson => operate::to_json_value(value),
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

fn record(value: Value, fields: &[(smol_str::SmolStr, Coercion)], missing: &[(smol_str::SmolStr, Value)]) -> Value {
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
            operate::set_of(coerced)
        }
        other => other,
    }
}
