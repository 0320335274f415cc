//! Methods of lists that take a lambda.

use crate::builtins::args::count;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::combine::flatten;
use crate::builtins::list::{by_key, kept, last_is};
use crate::value::{Fields, Value};
use std::sync::Arc;

pub(in crate::builtins) static MAP: Builtin = Builtin {
    signature: "list<T>.map(f: (T) -> U) -> list<U>",
    doc: "What `f` gives for each element.",
    examples: &[(r#"[1, 2].map(x => x * 10).join(" ")"#, "10 20")],
    kind: Kind::Each { stop: Stop::Never, finish: |_, results, _, _| Ok(Value::list(results)) },
};

pub(in crate::builtins) static FLAT_MAP: Builtin = Builtin {
    signature: "list<T>.flat_map(f: (T) -> list<U>) -> list<U>",
    doc: "The elements of the lists that `f` gives.",
    examples: &[(r#"["a b", "c"].flat_map(x => x.words).len"#, "3")],
    kind: Kind::Each { stop: Stop::Never, finish: |_, results, _, _| flatten(&results) },
};

pub(in crate::builtins) static FILTER: Builtin = Builtin {
    signature: "list<T>.filter(f: (T) -> bool) -> list<T>",
    doc: "The elements for which `f` gives true.",
    examples: &[(r#"[1, 2, 3].filter(x => x > 1).join(" ")"#, "2 3")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| Ok(Value::list(kept(receiver, &results)?)),
    },
};

pub(in crate::builtins) static REJECT: Builtin = Builtin {
    signature: "list<T>.reject(f: (T) -> bool) -> list<T>",
    doc: "The elements for which `f` gives false.",
    examples: &[(r#"[1, 2, 3].reject(x => x > 1).join(" ")"#, "1")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| {
            let results: Vec<Value> =
                results.iter().map(|keep| Value::Bool(*keep == Value::Bool(false))).collect();
            Ok(Value::list(kept(receiver, &results)?))
        },
    },
};

pub(in crate::builtins) static FIND: Builtin = Builtin {
    signature: "list<T>.find(f: (T) -> bool) -> T?",
    doc: "The first element for which `f` gives true; none if there is none.",
    examples: &[("[1, 2, 3].find(x => x > 1) ?? 0", "2")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |receiver, results, _, _| {
            Ok(kept(receiver, &results)?.into_iter().next().unwrap_or_default())
        },
    },
};

pub(in crate::builtins) static ANY: Builtin = Builtin {
    signature: "list<T>.any(f: (T) -> bool) -> bool",
    doc: "Whether `f` gives true for an element.",
    examples: &[("[1, 2].any(x => x > 1)", "true")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |_, results, _, _| Ok(Value::Bool(last_is(&results, true))),
    },
};

pub(in crate::builtins) static ALL: Builtin = Builtin {
    signature: "list<T>.all(f: (T) -> bool) -> bool",
    doc: "Whether `f` gives true for every element.",
    examples: &[("[1, 2].all(x => x > 1)", "false")],
    kind: Kind::Each {
        stop: Stop::AtFalse,
        finish: |_, results, _, _| Ok(Value::Bool(!last_is(&results, false))),
    },
};

pub(in crate::builtins) static COUNT: Builtin = Builtin {
    signature: "list<T>.count(f: (T) -> bool) -> int",
    doc: "For how many elements `f` gives true.",
    examples: &[("[1, 2, 3].count(x => x > 1)", "2")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |_, results, _, _| Ok(count(results.iter().filter(|hit| **hit == Value::Bool(true)).count())),
    },
};

pub(in crate::builtins) static TAKE_WHILE: Builtin = Builtin {
    signature: "list<T>.take_while(f: (T) -> bool) -> list<T>",
    doc: "The elements before the first one for which `f` gives false.",
    examples: &[(r#"[1, 2, 3, 1].take_while(x => x < 3).join(" ")"#, "1 2")],
    kind: Kind::Each {
        stop: Stop::AtFalse,
        finish: |receiver, results, _, _| Ok(Value::list(kept(receiver, &results)?)),
    },
};

pub(in crate::builtins) static GROUP_BY: Builtin = Builtin {
    signature: "list<T>.group_by(key: (T) -> text) -> map<list<T>>",
    doc: "The elements in lists, by what `key` gives.",
    examples: &[(r#"["ab", "c", "ad"].group_by(x => x.take(1)).keys.join(" ")"#, "a c")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let mut groups: indexmap::IndexMap<_, Vec<Value>> = indexmap::IndexMap::new();
            for (key, item) in by_key(receiver, &keys)? {
                groups.entry(key).or_default().push(item);
            }
            let groups = groups.into_iter().map(|(key, items)| (key, Value::list(items)));
            Ok(Value::Map(Arc::new(groups.collect::<Fields>())))
        },
    },
};

pub(in crate::builtins) static KEY_BY: Builtin = Builtin {
    signature: "list<T>.key_by(key: (T) -> text) -> map<T>",
    doc: "The elements by what `key` gives; of those with the same key the last one counts.",
    examples: &[(r#"["ab", "c"].key_by(x => x.take(1)).keys.join(" ")"#, "a c")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            Ok(Value::Map(Arc::new(by_key(receiver, &keys)?.into_iter().collect::<Fields>())))
        },
    },
};

pub(in crate::builtins) static REDUCE: Builtin = Builtin {
    signature: "list<T>.reduce(start: U, f: (U, T) -> U) -> U",
    doc: "What `f` makes of the value so far and each element in turn, beginning with `start`.",
    examples: &[("[1, 2, 3].reduce(10, (sum, x) => sum + x)", "16")],
    kind: Kind::Fold,
};
