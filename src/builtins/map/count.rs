//! `map.count`

use crate::builtins::args::count;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.count(f: (text, T) -> bool) -> int",
    doc: "For how many entries `f` gives true.",
    examples: &[(r#"{ "a": 1 }.count((k, v) => v > 0)"#, "1")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |_, results, _, _| Ok(count(results.iter().filter(|hit| **hit == Value::Bool(true)).count())),
    },
};
