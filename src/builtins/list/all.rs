//! `list.all`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::last_is;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.all(f: (T) -> bool) -> bool",
    doc: "Whether `f` gives true for every element.",
    examples: &[("[1, 2].all(x => x > 1)", "false")],
    kind: Kind::Each {
        stop: Stop::AtFalse,
        finish: |_, results, _, _| Ok(Value::Bool(!last_is(&results, false))),
    },
};
