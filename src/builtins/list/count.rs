//! `list.count`

use crate::builtins::args::count;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.count(f: (T) -> bool) -> int",
    doc: "For how many elements `f` gives true.",
    examples: &[("[1, 2, 3].count(x => x > 1)", "2")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |_, results, _, _| Ok(count(results.iter().filter(|hit| **hit == Value::Bool(true)).count())),
    },
};
