//! Methods that change the map.

use crate::builtins::args::{Args, entries_mut};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static REMOVE: Builtin = Builtin {
    signature: "map<T>.remove(key: text) -> bool",
    doc: "Takes the entry of a key out; whether there was one.",
    examples: &[],
    kind: Kind::Change(|receiver, args, _| {
        let key = Args(args).str(0)?;
        Ok(Value::Bool(entries_mut(receiver)?.shift_remove(key).is_some()))
    }),
};

pub(in crate::builtins) static CLEAR: Builtin = Builtin {
    signature: "map<T>.clear() -> nothing",
    doc: "Takes all entries out.",
    examples: &[],
    kind: Kind::Change(|receiver, _, _| {
        entries_mut(receiver)?.clear();
        Ok(Value::None)
    }),
};
