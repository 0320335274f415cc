//! `map.clear`

use crate::builtins::args::entries_mut;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.clear() -> nothing",
    doc: "Takes all entries out.",
    examples: &[(r#"var m = { "a": 1 }; m.clear(); m.len"#, "0")],
    kind: Kind::Change(|receiver, _, _| {
        entries_mut(receiver)?.clear();
        Ok(Value::None)
    }),
};
