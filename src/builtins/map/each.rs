//! Methods of maps that take a lambda.

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::last_is;
use crate::value::{Fields, Value, compare};
use std::cmp::Ordering;
use std::sync::Arc;

pub(in crate::builtins) static MAP: Builtin = Builtin {
    signature: "map<T>.map(f: (text, T) -> U) -> list<U>",
    doc: "What `f` gives for each key and value.",
    examples: &[(r#"{ "a": 1 }.map((k, v) => "{k}={v}").join(" ")"#, "a=1")],
    kind: Kind::Each { stop: Stop::Never, finish: |_, results, _, _| Ok(Value::list(results)) },
};

pub(in crate::builtins) static MAP_VALUES: Builtin = Builtin {
    signature: "map<T>.map_values(f: (T) -> U) -> map<U>",
    doc: "The same keys, each with what `f` gives for its value.",
    examples: &[(r#"{ "a": 1 }.map_values(v => v + 1).values.join(" ")"#, "2")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| {
            let keys = Args(std::slice::from_ref(receiver)).map(0)?.keys().cloned();
            Ok(Value::Map(Arc::new(keys.zip(results).collect::<Fields>())))
        },
    },
};

pub(in crate::builtins) static FILTER: Builtin = Builtin {
    signature: "map<T>.filter(f: (text, T) -> bool) -> map<T>",
    doc: "The entries for which `f` gives true.",
    examples: &[(r#"{ "a": 1, "b": 2 }.filter((k, v) => v > 1).keys.join(" ")"#, "b")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| {
            let entries = Args(std::slice::from_ref(receiver))
                .map(0)?
                .iter()
                .zip(&results)
                .filter(|(_, keep)| **keep == Value::Bool(true));
            Ok(Value::Map(Arc::new(
                entries.map(|((key, value), _)| (key.clone(), value.clone())).collect::<Fields>(),
            )))
        },
    },
};

pub(in crate::builtins) static ANY: Builtin = Builtin {
    signature: "map<T>.any(f: (text, T) -> bool) -> bool",
    doc: "Whether `f` gives true for an entry.",
    examples: &[(r#"{ "a": 1 }.any((k, v) => v > 1)"#, "false")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |_, results, _, _| Ok(Value::Bool(last_is(&results, true))),
    },
};

pub(in crate::builtins) static ALL: Builtin = Builtin {
    signature: "map<T>.all(f: (text, T) -> bool) -> bool",
    doc: "Whether `f` gives true for every entry.",
    examples: &[(r#"{ "a": 1 }.all((k, v) => v > 0)"#, "true")],
    kind: Kind::Each {
        stop: Stop::AtFalse,
        finish: |_, results, _, _| Ok(Value::Bool(!last_is(&results, false))),
    },
};

pub(in crate::builtins) static COUNT: Builtin = Builtin {
    signature: "map<T>.count(f: (text, T) -> bool) -> int",
    doc: "For how many entries `f` gives true.",
    examples: &[(r#"{ "a": 1 }.count((k, v) => v > 0)"#, "1")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |_, results, _, _| Ok(count(results.iter().filter(|hit| **hit == Value::Bool(true)).count())),
    },
};

pub(in crate::builtins) static SORT_BY: Builtin = Builtin {
    signature: "map<T>.sort_by(key: (text, T) -> O) -> map<T>",
    doc: "The entries in the order of what `key` gives.",
    examples: &[(r#"{ "a": 2, "b": 1 }.sort_by((k, v) => v).keys.join(" ")"#, "b a")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let mut entries: Vec<_> =
                keys.iter().zip(Args(std::slice::from_ref(receiver)).map(0)?.iter()).collect();
            entries.sort_by(|(a, _), (b, _)| compare(a, b).unwrap_or(Ordering::Equal));
            Ok(Value::Map(Arc::new(
                entries.into_iter().map(|(_, (key, value))| (key.clone(), value.clone())).collect::<Fields>(),
            )))
        },
    },
};
