//! `set.map`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.map(f: (T) -> U) -> list<U>",
    doc: "What `f` gives for each element.",
    examples: &[("[1, 2].to_set.map(x => x * 10)", "[10, 20]")],
    kind: Kind::Each { stop: Stop::Never, finish: |_, results, _, _| Ok(Value::list(results)) },
};
