//! What a lambda is called with for each element of its receiver.

use crate::value::Value;

/// The arguments for element `index`, or none behind the last one. An element of a map gives its
/// key and its value, its value alone to a lambda of one parameter.
pub(super) fn arguments(receiver: &Value, index: usize, arity: usize) -> Option<Vec<Value>> {
    match receiver {
        Value::List(items) | Value::Set(items) => items.get(index).map(|item| vec![item.clone()]),
        Value::Map(entries) => entries.get_index(index).map(|(key, value)| {
            if arity > 1 { vec![Value::data(key), value.clone()] } else { vec![value.clone()] }
        }),
        _ => None,
    }
}
