//! `list.partition`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.partition(f: (T) -> bool) -> { yes: list<T>, no: list<T> }",
    doc: "The elements for which `f` gives true, and the others.",
    examples: &[("[1, 2, 3].partition(x => x > 1)", "{ yes: [2, 3], no: [1] }")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            let part = |wanted: bool| {
                let fits =
                    items.iter().zip(&results).filter(move |(_, result)| **result == Value::Bool(wanted));
                Value::list(fits.map(|(item, _)| item.clone()).collect())
            };
            Ok(Value::record([("yes", part(true)), ("no", part(false))]))
        },
    },
};
