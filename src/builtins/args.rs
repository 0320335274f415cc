//! Taking arguments apart. The checker has seen to it that types and number fit; where they do not
//! all the same (a bug of ours), the run fails instead of the process.

use crate::base::limits;
use crate::value::{Fault, FaultKind, Fields, Text, Value};
use std::sync::Arc;

/// The argument at `at`, as what the built-in needs.
pub(super) struct Args<'a>(pub(super) &'a [Value]);

fn wrong(at: usize, expected: &str, found: Option<&Value>) -> Fault {
    let found = found.map_or("nothing", Value::kind_name);
    Fault::new(
        FaultKind::Internal,
        format!("argument {at} of a built-in: expected {expected}, found {found}"),
    )
}

impl<'a> Args<'a> {
    pub(super) fn get(&self, at: usize) -> Result<&'a Value, Fault> {
        self.0.get(at).ok_or_else(|| wrong(at, "a value", None))
    }

    pub(super) fn text(&self, at: usize) -> Result<&'a Text, Fault> {
        match self.0.get(at) {
            Some(Value::Text(text)) => Ok(text),
            found => Err(wrong(at, "text", found)),
        }
    }

    pub(super) fn str(&self, at: usize) -> Result<&'a str, Fault> {
        self.text(at).map(Text::as_str)
    }

    pub(super) fn int(&self, at: usize) -> Result<i64, Fault> {
        match self.0.get(at) {
            Some(Value::Int(int)) => Ok(*int),
            found => Err(wrong(at, "int", found)),
        }
    }

    /// The items of a list or set.
    pub(super) fn items(&self, at: usize) -> Result<&'a Arc<Vec<Value>>, Fault> {
        match self.0.get(at) {
            Some(Value::List(items) | Value::Set(items)) => Ok(items),
            found => Err(wrong(at, "list", found)),
        }
    }

    pub(super) fn map(&self, at: usize) -> Result<&'a Arc<Fields>, Fault> {
        match self.0.get(at) {
            Some(Value::Map(entries) | Value::Record(entries)) => Ok(entries),
            found => Err(wrong(at, "map", found)),
        }
    }
}

/// A length as an `int`.
pub(super) fn count(length: usize) -> Value {
    Value::Int(i64::try_from(length).unwrap_or(i64::MAX))
}

/// A number of elements: what is negative counts as none.
pub(super) fn at_most(n: i64) -> usize {
    usize::try_from(n.max(0)).unwrap_or(usize::MAX)
}

/// The items of a list or set that is to be changed.
pub(super) fn items_mut(receiver: &mut Value) -> Result<&mut Vec<Value>, Fault> {
    match receiver {
        Value::List(items) | Value::Set(items) => Ok(Arc::make_mut(items)),
        found => Err(wrong(0, "list", Some(found))),
    }
}

/// Whether `more` elements may be added to `length`.
pub(super) fn room_for(length: usize, more: usize) -> Result<(), Fault> {
    if length.saturating_add(more) > limits::ELEMENTS_MAX {
        let message = format!("more than {} elements", limits::ELEMENTS_MAX);
        return Err(Fault::new(FaultKind::Limit, message));
    }
    Ok(())
}
