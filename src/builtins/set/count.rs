//! `set.count`

use crate::builtins::args::count;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.count(f: (T) -> bool) -> int",
    doc: "For how many elements `f` gives true.",
    examples: &[("[1, 2].to_set.count(x => x > 1)", "1")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |_, results, _, _| Ok(count(results.iter().filter(|hit| **hit == Value::Bool(true)).count())),
    },
};
