//! Getting at parts of values: fields, elements, slices, and what a loop goes over.
//!
//! What is not there is `none`; the checker has made sure that somebody says what `none` means.

use crate::value::{Fault, FaultKind, KeySet, Text, Value};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

/// The field `name`; `none` where there is none, or nothing that has fields (json).
#[must_use]
pub fn field(value: &Value, name: &str) -> Value {
    match value {
        Value::Record(fields) | Value::Map(fields) => fields.get(name).cloned().unwrap_or_default(),
        Value::Error(error) => match name {
            "message" => error.message.clone(),
            "status" => error.status.map_or(Value::None, Value::Int),
            "body" => error.body.clone().unwrap_or_default(),
            _ => Value::None,
        },
        _ => Value::None,
    }
}

/// The element `key` of a list (from the end where it is negative), map, text (a character as a reader
/// sees it) or json; `none` where there is none.
#[must_use]
pub fn index(value: &Value, key: &Value) -> Value {
    match (value, key) {
        (Value::List(items) | Value::Set(items), Value::Int(at)) => {
            position(*at, items.len()).and_then(|at| items.get(at)).cloned().unwrap_or_default()
        }
        (Value::Map(entries) | Value::Record(entries), Value::Text(key)) => {
            entries.get(key.as_str()).cloned().unwrap_or_default()
        }
        (Value::Text(text), Value::Int(at)) => {
            let ends = grapheme_ends(text);
            let range = position(*at, ends.len() - 1).and_then(|at| Some(*ends.get(at)?..*ends.get(at + 1)?));
            range.map_or(Value::None, |range| Value::Text(text.slice(range)))
        }
        _ => Value::None,
    }
}

/// The part `from..to` of a list or text, both ends in; what is outside is left out. Negative ends
/// count from the end.
///
/// # Errors
/// If the value has no elements, or the ends are no ints.
pub fn slice(value: &Value, from: &Value, to: &Value) -> Result<Value, Fault> {
    let (Value::Int(from), Value::Int(to)) = (from, to) else {
        return Err(Fault::new(FaultKind::Builtin, "the ends of a slice are ints"));
    };
    match value {
        Value::List(items) => {
            let (start, end) = bounds(*from, *to, items.len());
            Ok(Value::list(items.get(start..end).unwrap_or_default().to_vec()))
        }
        Value::Text(text) => {
            let ends = grapheme_ends(text);
            let (start, end) = bounds(*from, *to, ends.len() - 1);
            let range = ends.get(start).zip(ends.get(end)).map_or(0..0, |(start, end)| *start..*end);
            Ok(Value::Text(text.slice(range)))
        }
        Value::None => Ok(Value::None),
        other => Err(Fault::new(
            FaultKind::Shape,
            format!("expected a list or text to slice, found {}", other.kind_name()),
        )),
    }
}

/// What a `for` goes over: the elements, or `[key, value]` lists of a map. Nothing is empty.
///
/// # Errors
/// If the value has no elements.
pub fn items(value: Value) -> Result<Value, Fault> {
    match value {
        Value::List(items) | Value::Set(items) => Ok(Value::List(items)),
        Value::Map(entries) | Value::Record(entries) => {
            let pair = |(key, value): (&smol_str::SmolStr, &Value)| {
                Value::list(vec![Value::data(key), value.clone()])
            };
            Ok(Value::list(entries.iter().map(pair).collect()))
        }
        Value::None => Ok(Value::list(Vec::new())),
        other => Err(Fault::new(
            FaultKind::Shape,
            format!("expected a list, set or map, found {}", other.kind_name()),
        )),
    }
}

/// A set: the first of equal elements stays.
#[must_use]
pub fn set_of(items: Vec<Value>) -> Value {
    let mut seen = KeySet::default();
    Value::Set(Arc::new(items.into_iter().filter(|item| seen.insert(item)).collect()))
}

/// Where each character (as a reader sees it) of the text begins, and the end of the text.
fn grapheme_ends(text: &Text) -> Vec<usize> {
    let starts = text.as_str().grapheme_indices(true).map(|(at, _)| at);
    starts.chain(std::iter::once(text.as_str().len())).collect()
}

fn position(at: i64, length: usize) -> Option<usize> {
    let at = if at < 0 { i64::try_from(length).ok()?.checked_add(at)? } else { at };
    usize::try_from(at).ok().filter(|at| *at < length)
}

/// First element, and the one after the last.
fn bounds(from: i64, to: i64, length: usize) -> (usize, usize) {
    let signed = i64::try_from(length).unwrap_or(i64::MAX);
    let absolute = |at: i64| if at < 0 { at.saturating_add(signed) } else { at };
    let start = absolute(from).clamp(0, signed);
    let end = absolute(to).saturating_add(1).clamp(start, signed);
    (usize::try_from(start).unwrap_or(0), usize::try_from(end).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{index, items, slice};
    use crate::value::Value;

    fn list(of: &[i64]) -> Value {
        Value::list(of.iter().copied().map(Value::Int).collect())
    }

    #[test]
    fn elements_count_from_both_ends_and_may_be_absent() {
        let three = list(&[10, 20, 30]);
        for (at, expected) in [
            (0, Value::Int(10)),
            (-1, Value::Int(30)),
            (3, Value::None),
            (-4, Value::None),
            (i64::MIN, Value::None),
        ] {
            assert_eq!(index(&three, &Value::Int(at)), expected, "{at}");
        }
        assert_eq!(index(&Value::own("añ👩‍👩‍👧x"), &Value::Int(2)), Value::own("👩‍👩‍👧"));
        assert_eq!(index(&Value::own(""), &Value::Int(0)), Value::None);
    }

    #[test]
    fn slices_leave_out_what_is_outside() {
        let three = list(&[10, 20, 30]);
        for (from, to, expected) in [
            (0, 1, list(&[10, 20])),
            (1, 99, list(&[20, 30])),
            (2, 1, list(&[])),
            (-2, -1, list(&[20, 30])),
            (9, i64::MAX, list(&[])),
        ] {
            assert_eq!(
                slice(&three, &Value::Int(from), &Value::Int(to)).ok(),
                Some(expected),
                "{from}..{to}"
            );
        }
        assert_eq!(slice(&Value::own("héllo"), &Value::Int(1), &Value::Int(2)).ok(), Some(Value::own("él")));
        assert!(items(Value::Int(1)).is_err());
    }
}
