//! What several of these need.

use crate::value::Value;

/// A part of a message's content, `absent` where it has none.
pub(in crate::builtins) fn field(content: Value, name: &str, absent: Value) -> Value {
    match content {
        Value::Record(fields) | Value::Map(fields) => fields.get(name).cloned().unwrap_or(absent),
        _ => absent,
    }
}
