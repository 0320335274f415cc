//! Methods that change the set.

use crate::builtins::args::{Args, items_mut, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static ADD: Builtin = Builtin {
    signature: "set<T>.add(item: T) -> bool",
    doc: "Adds an element; whether it is new.",
    examples: &[],
    kind: Kind::Change(|receiver, args, _| {
        let item = Args(args).get(0)?;
        if Args(std::slice::from_ref(receiver)).items(0)?.contains(item) {
            return Ok(Value::Bool(false));
        }
        let items = items_mut(receiver)?;
        room_for(items.len(), 1)?;
        items.push(item.clone());
        Ok(Value::Bool(true))
    }),
};

pub(in crate::builtins) static REMOVE: Builtin = Builtin {
    signature: "set<T>.remove(item: T) -> bool",
    doc: "Takes an element out; whether it was there.",
    examples: &[],
    kind: Kind::Change(|receiver, args, _| {
        let item = Args(args).get(0)?;
        let items = items_mut(receiver)?;
        let found = items.iter().position(|other| other == item);
        if let Some(at) = found {
            items.remove(at);
        }
        Ok(Value::Bool(found.is_some()))
    }),
};

pub(in crate::builtins) static CLEAR: Builtin = Builtin {
    signature: "set<T>.clear() -> nothing",
    doc: "Takes all elements out.",
    examples: &[],
    kind: Kind::Change(|receiver, _, _| {
        items_mut(receiver)?.clear();
        Ok(Value::None)
    }),
};
