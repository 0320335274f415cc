//! `list.none`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::last_is;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.none(f: (T) -> bool) -> bool",
    doc: "Whether `f` gives true for no element.",
    examples: &[("[1, 2].none(x => x > 2)", "true")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |_, results, _, _| Ok(Value::Bool(!last_is(&results, true))),
    },
};
