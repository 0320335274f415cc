//! What several of these need.

use crate::builtins::args::{Args, room_for};
use crate::value::{Fault, Value, compare};
use smol_str::SmolStr;
use std::cmp::Ordering;

/// The elements of lists in a list.
pub(in crate::builtins) fn flatten(lists: &[Value]) -> Result<Value, Fault> {
    let mut flat = Vec::new();
    for at in 0..lists.len() {
        let items = Args(lists).items(at)?;
        room_for(flat.len(), items.len())?;
        flat.extend(items.iter().cloned());
    }
    Ok(Value::list(flat))
}

/// The elements of a list or set for which a lambda gave true.
pub(in crate::builtins) fn kept(receiver: &Value, results: &[Value]) -> Result<Vec<Value>, Fault> {
    let items = Args(std::slice::from_ref(receiver)).items(0)?.iter().zip(results);
    Ok(items.filter(|(_, keep)| **keep == Value::Bool(true)).map(|(item, _)| item.clone()).collect())
}

/// Whether the last result is `wanted`: what tells why a lambda was called no further.
pub(in crate::builtins) fn last_is(results: &[Value], wanted: bool) -> bool {
    results.last() == Some(&Value::Bool(wanted))
}

/// The elements in the order of their keys; equal keys keep theirs.
pub(in crate::builtins) fn sorted(items: &[Value], keys: &[Value]) -> Vec<Value> {
    let mut pairs: Vec<(&Value, &Value)> = keys.iter().zip(items).collect();
    pairs.sort_by(|(a, _), (b, _)| compare(a, b).unwrap_or(Ordering::Equal));
    pairs.into_iter().map(|(_, item)| item.clone()).collect()
}

/// Each element of a list with the key that a lambda gave for it.
pub(in crate::builtins) fn by_key(receiver: &Value, keys: &[Value]) -> Result<Vec<(SmolStr, Value)>, Fault> {
    let items = Args(std::slice::from_ref(receiver)).items(0)?;
    let key = |at| Args(keys).str(at).map(SmolStr::new);
    items.iter().take(keys.len()).enumerate().map(|(at, item)| Ok((key(at)?, item.clone()))).collect()
}
