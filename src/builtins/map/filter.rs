//! `map.filter`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::{Fields, Value};
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.filter(f: (text, T) -> bool) -> map<T>",
    doc: "The entries for which `f` gives true.",
    examples: &[(r#"{ "a": 1, "b": 2 }.filter((k, v) => v > 1)"#, r#"{ "b": 2 }"#)],
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
