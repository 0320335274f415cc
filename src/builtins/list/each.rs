//! Methods of lists that take a lambda.

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::Value;

pub(in crate::builtins) static MAP: Builtin = Builtin {
    signature: "list<T>.map(f: (T) -> U) -> list<U>",
    doc: "What `f` gives for each element.",
    examples: &[(r#"[1, 2].map(x => x * 10).join(" ")"#, "10 20")],
    kind: Kind::Each { stop: Stop::Never, finish: |_, results, _, _| Ok(Value::list(results)) },
};

pub(in crate::builtins) static FILTER: Builtin = Builtin {
    signature: "list<T>.filter(f: (T) -> bool) -> list<T>",
    doc: "The elements for which `f` gives true.",
    examples: &[(r#"[1, 2, 3].filter(x => x > 1).join(" ")"#, "2 3")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?.iter();
            let kept = items.zip(&results).filter(|(_, keep)| **keep == Value::Bool(true));
            Ok(Value::list(kept.map(|(item, _)| item.clone()).collect()))
        },
    },
};
