//! `map.any`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::last_is;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.any(f: (text, T) -> bool) -> bool",
    doc: "Whether `f` gives true for an entry.",
    examples: &[(r#"{ "a": 1 }.any((k, v) => v > 1)"#, "false")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |_, results, _, _| Ok(Value::Bool(last_is(&results, true))),
    },
};
