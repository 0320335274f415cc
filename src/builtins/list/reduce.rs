//! `list.reduce`

use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.reduce(start: U, f: (U, T) -> U) -> U",
    doc: "What `f` makes of the value so far and each element in turn, beginning with `start`.",
    examples: &[("[1, 2, 3].reduce(10, (sum, x) => sum + x)", "16")],
    kind: Kind::Fold,
};
