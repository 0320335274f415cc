//! `list.filter`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::kept;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.filter(f: (T) -> bool) -> list<T>",
    doc: "The elements for which `f` gives true.",
    examples: &[("[1, 2, 3].filter(x => x > 1)", "[2, 3]")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| Ok(Value::list(kept(receiver, &results)?)),
    },
};
