//! `list.reject`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::kept;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.reject(f: (T) -> bool) -> list<T>",
    doc: "The elements for which `f` gives false.",
    examples: &[("[1, 2, 3].reject(x => x > 1)", "[1]")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| {
            let results: Vec<Value> =
                results.iter().map(|keep| Value::Bool(*keep == Value::Bool(false))).collect();
            Ok(Value::list(kept(receiver, &results)?))
        },
    },
};
