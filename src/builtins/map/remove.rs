//! `map.remove`

use crate::builtins::args::{Args, entries_mut};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.remove(key: text) -> bool",
    doc: "Takes the entry of a key out; whether there was one.",
    examples: &[(r#"var m = { "a": 1, "b": 2 }; m.remove("a"); m"#, r#"{ "b": 2 }"#)],
    kind: Kind::Change(|receiver, args, _| {
        let key = Args(args).str(0)?;
        Ok(Value::Bool(entries_mut(receiver)?.shift_remove(key).is_some()))
    }),
};
