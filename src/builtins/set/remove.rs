//! `set.remove`

use crate::builtins::args::{Args, items_mut};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.remove(item: T) -> bool",
    doc: "Takes an element out; whether it was there.",
    examples: &[("var s = [1, 2].to_set; s.remove(1); s.to_list", "[2]")],
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
