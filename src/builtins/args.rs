//! Taking arguments apart. The checker has seen to it that types and number fit; where they do not
//! all the same (a bug of ours), the run fails instead of the process.

use crate::base::limits;
use crate::value::{
    ErrorValue, Fault, FaultKind, Fields, FileRef, MessageRef, PersonRef, RoomRef, Text, Value, float_of,
};
use jiff::civil::Date;
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

    /// A number of either kind.
    pub(super) fn float(&self, at: usize) -> Result<f64, Fault> {
        match self.0.get(at) {
            Some(Value::Float(float)) => Ok(*float),
            Some(Value::Int(int)) => Ok(float_of(*int)),
            found => Err(wrong(at, "float", found)),
        }
    }

    pub(super) fn bool(&self, at: usize) -> Result<bool, Fault> {
        match self.0.get(at) {
            Some(Value::Bool(bool)) => Ok(*bool),
            found => Err(wrong(at, "bool", found)),
        }
    }

    /// Milliseconds of a duration.
    pub(super) fn duration(&self, at: usize) -> Result<i64, Fault> {
        match self.0.get(at) {
            Some(Value::Duration(ms)) => Ok(*ms),
            found => Err(wrong(at, "duration", found)),
        }
    }

    /// Milliseconds of an instant.
    pub(super) fn time(&self, at: usize) -> Result<i64, Fault> {
        match self.0.get(at) {
            Some(Value::Time(ms)) => Ok(*ms),
            found => Err(wrong(at, "time", found)),
        }
    }

    pub(super) fn date(&self, at: usize) -> Result<Date, Fault> {
        match self.0.get(at) {
            Some(Value::Date(date)) => Ok(*date),
            found => Err(wrong(at, "date", found)),
        }
    }

    pub(super) fn person(&self, at: usize) -> Result<&'a PersonRef, Fault> {
        match self.0.get(at) {
            Some(Value::Person(person)) => Ok(person),
            found => Err(wrong(at, "person", found)),
        }
    }

    pub(super) fn room(&self, at: usize) -> Result<&'a RoomRef, Fault> {
        match self.0.get(at) {
            Some(Value::Room(room)) => Ok(room),
            found => Err(wrong(at, "room", found)),
        }
    }

    pub(super) fn message(&self, at: usize) -> Result<&'a MessageRef, Fault> {
        match self.0.get(at) {
            Some(Value::Message(message)) => Ok(message),
            found => Err(wrong(at, "message", found)),
        }
    }

    pub(super) fn file(&self, at: usize) -> Result<&'a FileRef, Fault> {
        match self.0.get(at) {
            Some(Value::File(file)) => Ok(file),
            found => Err(wrong(at, "file", found)),
        }
    }

    pub(super) fn error(&self, at: usize) -> Result<&'a ErrorValue, Fault> {
        match self.0.get(at) {
            Some(Value::Error(error)) => Ok(error),
            found => Err(wrong(at, "error", found)),
        }
    }

    /// The argument, if it was given.
    pub(super) fn given(&self, at: usize) -> Option<&'a Value> {
        self.0.get(at).filter(|value| !value.is_none())
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

/// The entries of a map that is to be changed.
pub(super) fn entries_mut(receiver: &mut Value) -> Result<&mut Fields, Fault> {
    match receiver {
        Value::Map(entries) => Ok(Arc::make_mut(entries)),
        found => Err(wrong(0, "map", Some(found))),
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
