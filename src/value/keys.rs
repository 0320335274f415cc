//! Finding equal values quickly: what `==` calls equal has the same key.

use crate::value::{Value, int_of};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Values that were seen, by content.
#[derive(Debug, Default)]
pub struct KeySet {
    buckets: HashMap<u64, Vec<Value>>,
}

impl KeySet {
    /// Whether `value` is new; it is kept (a clone is cheap).
    pub fn insert(&mut self, value: &Value) -> bool {
        let bucket = self.buckets.entry(key(value)).or_default();
        if bucket.contains(value) {
            return false;
        }
        bucket.push(value.clone());
        true
    }

    /// Whether an equal value was inserted.
    #[must_use]
    pub fn contains(&self, value: &Value) -> bool {
        self.buckets.get(&key(value)).is_some_and(|bucket| bucket.contains(value))
    }
}

/// A number that equal values share. Persons share one each way they may be known, so they all do;
/// compound values are told apart by their length only.
fn key(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::None => 0_u8.hash(&mut hasher),
        Value::Bool(bool) => (1_u8, bool).hash(&mut hasher),
        Value::Int(int) => (2_u8, int).hash(&mut hasher),
        Value::Float(float) => match int_of(*float) {
            Ok(int) if float.fract() == 0.0 => (2_u8, int).hash(&mut hasher),
            _ => (3_u8, float.to_bits()).hash(&mut hasher),
        },
        Value::Text(text) => (4_u8, text).hash(&mut hasher),
        Value::Duration(ms) => (5_u8, ms).hash(&mut hasher),
        Value::Time(ms) => (6_u8, ms).hash(&mut hasher),
        Value::Date(date) => (7_u8, date).hash(&mut hasher),
        Value::List(items) => match items.first() {
            Some(first) => (8_u8, items.len(), key(first)).hash(&mut hasher),
            None => (8_u8, 0_usize).hash(&mut hasher),
        },
        Value::Set(items) => (9_u8, items.len()).hash(&mut hasher),
        Value::Map(entries) | Value::Record(entries) => (10_u8, entries.len()).hash(&mut hasher),
        Value::Secret(parts) => (11_u8, parts.len()).hash(&mut hasher),
        Value::Person(_) => 12_u8.hash(&mut hasher),
        Value::Room(room) => (13_u8, &room.id).hash(&mut hasher),
        Value::Message(message) => (14_u8, &message.id).hash(&mut hasher),
        Value::File(file) => (15_u8, &file.url).hash(&mut hasher),
        Value::Error(_) => 16_u8.hash(&mut hasher),
        Value::Closure(closure) => (17_u8, closure.function).hash(&mut hasher),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::KeySet;
    use crate::value::{PersonRef, Value};

    #[test]
    fn equal_values_are_found() {
        let mut seen = KeySet::default();
        for (value, new) in [
            (Value::Int(1), true),
            (Value::Float(1.0), false),
            (Value::own("a"), true),
            (Value::data("a"), false),
            (Value::Person(PersonRef::new("id", "a@b")), true),
            (Value::Person(PersonRef::of_email("a@b")), false),
            (Value::record([("x", Value::Int(1)), ("y", Value::None)]), true),
            (Value::map([("y", Value::None), ("x", Value::Float(1.0))]), false),
            (Value::list(vec![Value::Int(1)]), true),
            (Value::list(vec![Value::Float(1.0)]), false),
        ] {
            assert_eq!(seen.insert(&value), new, "{value:?}");
        }
        assert!(seen.contains(&Value::Int(1)) && !seen.contains(&Value::Int(2)));
    }
}
