//! `list.remove`

use crate::builtins::args::{Args, items_mut};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.remove(item: T) -> bool",
    doc: "Takes the first element equal to `item` out; whether there was one.",
    examples: &[(r#"var xs = ["a", "b"]; xs.remove("a"); xs"#, r#"["b"]"#)],
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
