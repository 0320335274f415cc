//! `list.take_while`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::kept;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.take_while(f: (T) -> bool) -> list<T>",
    doc: "The elements before the first one for which `f` gives false.",
    examples: &[("[1, 2, 3, 1].take_while(x => x < 3)", "[1, 2]")],
    kind: Kind::Each {
        stop: Stop::AtFalse,
        finish: |receiver, results, _, _| Ok(Value::list(kept(receiver, &results)?)),
    },
};
