//! `list.flat_map`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::flatten;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.flat_map(f: (T) -> list<U>) -> list<U>",
    doc: "The elements of the lists that `f` gives.",
    examples: &[(r#"["a b", "c"].flat_map(x => x.words)"#, r#"["a", "b", "c"]"#)],
    kind: Kind::Each { stop: Stop::Never, finish: |_, results, _, _| flatten(&results) },
};
