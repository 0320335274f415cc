//! Methods of sets that take a lambda.

use crate::builtins::args::Args;
use crate::builtins::args::count;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::{kept, last_is, sorted};
use crate::value::Value;
use std::sync::Arc;

pub(in crate::builtins) static MAP: Builtin = Builtin {
    signature: "set<T>.map(f: (T) -> U) -> list<U>",
    doc: "What `f` gives for each element.",
    examples: &[(r#"[1, 2].to_set.map(x => x * 10).join(" ")"#, "10 20")],
    kind: Kind::Each { stop: Stop::Never, finish: |_, results, _, _| Ok(Value::list(results)) },
};

pub(in crate::builtins) static FILTER: Builtin = Builtin {
    signature: "set<T>.filter(f: (T) -> bool) -> set<T>",
    doc: "The elements for which `f` gives true.",
    examples: &[("[1, 2].to_set.filter(x => x > 1).len", "1")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| Ok(Value::Set(Arc::new(kept(receiver, &results)?))),
    },
};

pub(in crate::builtins) static FIND: Builtin = Builtin {
    signature: "set<T>.find(f: (T) -> bool) -> T?",
    doc: "The first element for which `f` gives true; none if there is none.",
    examples: &[("[1, 2].to_set.find(x => x > 1) ?? 0", "2")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |receiver, results, _, _| {
            Ok(kept(receiver, &results)?.into_iter().next().unwrap_or_default())
        },
    },
};

pub(in crate::builtins) static ANY: Builtin = Builtin {
    signature: "set<T>.any(f: (T) -> bool) -> bool",
    doc: "Whether `f` gives true for an element.",
    examples: &[("[1, 2].to_set.any(x => x > 1)", "true")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |_, results, _, _| Ok(Value::Bool(last_is(&results, true))),
    },
};

pub(in crate::builtins) static ALL: Builtin = Builtin {
    signature: "set<T>.all(f: (T) -> bool) -> bool",
    doc: "Whether `f` gives true for every element.",
    examples: &[("[1, 2].to_set.all(x => x > 1)", "false")],
    kind: Kind::Each {
        stop: Stop::AtFalse,
        finish: |_, results, _, _| Ok(Value::Bool(!last_is(&results, false))),
    },
};

pub(in crate::builtins) static COUNT: Builtin = Builtin {
    signature: "set<T>.count(f: (T) -> bool) -> int",
    doc: "For how many elements `f` gives true.",
    examples: &[("[1, 2].to_set.count(x => x > 1)", "1")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |_, results, _, _| Ok(count(results.iter().filter(|hit| **hit == Value::Bool(true)).count())),
    },
};

pub(in crate::builtins) static SORT_BY: Builtin = Builtin {
    signature: "set<T>.sort_by(key: (T) -> O) -> list<T>",
    doc: "The elements in the order of what `key` gives.",
    examples: &[(r#"["bb", "a"].to_set.sort_by(x => x.len).join(" ")"#, "a bb")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            Ok(Value::list(sorted(Args(std::slice::from_ref(receiver)).items(0)?, &keys)))
        },
    },
};
