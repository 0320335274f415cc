//! What several of these need.

use crate::builtins::Env;
use crate::builtins::args::{Args, room_for};
use crate::value::{Fault, FaultKind, Text, TextBuilder, Value, compare, hole, text_room};
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

/// The elements, the one with the greatest key first; equal keys keep their order.
pub(in crate::builtins) fn sorted_down(items: &[Value], keys: &[Value]) -> Vec<Value> {
    let mut pairs: Vec<(&Value, &Value)> = keys.iter().zip(items).collect();
    pairs.sort_by(|(a, _), (b, _)| compare(b, a).unwrap_or(Ordering::Equal));
    pairs.into_iter().map(|(_, item)| item.clone()).collect()
}

/// Puts the elements in an order by chance.
pub(in crate::builtins) fn shuffle(items: &mut [Value], env: &mut Env) {
    for last in (1..items.len()).rev() {
        let other = env.chance_below(last as u64 + 1);
        items.swap(last, usize::try_from(other).unwrap_or(last));
    }
}

/// The elements in one text, with `by` between them and `last` before the last one.
pub(in crate::builtins) fn joined(
    items: &[Value],
    (by, last): (&Text, &Text),
    env: &Env,
) -> Result<Text, Fault> {
    let mut builder = TextBuilder::new();
    for (at, item) in items.iter().enumerate() {
        let Value::Text(item) = hole(item, &env.zone)? else {
            return Err(Fault::new(FaultKind::Internal, "a secret in a list"));
        };
        let between = if at + 1 == items.len() { last } else { by };
        text_room(builder.len(), item.as_str().len() + between.as_str().len())?;
        if at > 0 {
            builder.push_text(between);
        }
        builder.push_text(&item);
    }
    Ok(builder.finish())
}
