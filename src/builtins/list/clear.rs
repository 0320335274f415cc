//! `list.clear`

use crate::builtins::args::items_mut;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.clear() -> nothing",
    doc: "Takes all elements out.",
    examples: &[("var xs = [1, 2]; xs.clear(); xs.len", "0")],
    kind: Kind::Change(|receiver, _, _| {
        items_mut(receiver)?.clear();
        Ok(Value::None)
    }),
};
