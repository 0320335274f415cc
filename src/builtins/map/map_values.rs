//! `map.map_values`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::{Fields, Value};
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.map_values(f: (T) -> U) -> map<U>",
    doc: "The same keys, each with what `f` gives for its value.",
    examples: &[(r#"{ "a": 1 }.map_values(v => v + 1)"#, r#"{ "a": 2 }"#)],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| {
            let keys = Args(std::slice::from_ref(receiver)).map(0)?.keys().cloned();
            Ok(Value::Map(Arc::new(keys.zip(results).collect::<Fields>())))
        },
    },
};
