//! `set.any`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::last_is;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.any(f: (T) -> bool) -> bool",
    doc: "Whether `f` gives true for an element.",
    examples: &[("[1, 2].to_set.any(x => x > 1)", "true")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |_, results, _, _| Ok(Value::Bool(last_is(&results, true))),
    },
};
