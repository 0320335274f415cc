//! `map.sort_by`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::{Fields, Value, compare};
use std::cmp::Ordering;
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.sort_by(key: (text, T) -> O) -> map<T>",
    doc: "The entries in the order of what `key` gives.",
    examples: &[(r#"{ "a": 2, "b": 1 }.sort_by((k, v) => v).keys"#, r#"["b", "a"]"#)],
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
