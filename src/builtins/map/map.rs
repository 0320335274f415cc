//! `map.map`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.map(f: (text, T) -> U) -> list<U>",
    doc: "What `f` gives for each key and value.",
    examples: &[(r#"{ "a": 1 }.map((k, v) => "{k}={v}")"#, r#"["a=1"]"#)],
    kind: Kind::Each { stop: Stop::Never, finish: |_, results, _, _| Ok(Value::list(results)) },
};
