//! `map.all`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::last_is;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.all(f: (text, T) -> bool) -> bool",
    doc: "Whether `f` gives true for every entry.",
    examples: &[(r#"{ "a": 1 }.all((k, v) => v > 0)"#, "true")],
    kind: Kind::Each {
        stop: Stop::AtFalse,
        finish: |_, results, _, _| Ok(Value::Bool(!last_is(&results, false))),
    },
};
