//! `map.find`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::last_is;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.find(f: (text, T) -> bool) -> { key: text, value: T }?",
    doc: "The first entry for which `f` gives true; none if there is none.",
    examples: &[(r#"{ "a": 1, "b": 2 }.find((k, v) => v > 1)?.key"#, r#""b""#)],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |receiver, results, _, _| {
            if !last_is(&results, true) {
                return Ok(Value::None);
            }
            let entries = Args(std::slice::from_ref(receiver)).map(0)?;
            let found = entries.get_index(results.len().saturating_sub(1));
            Ok(found.map_or(Value::None, |(key, value)| {
                Value::record([("key", Value::data(key)), ("value", value.clone())])
            }))
        },
    },
};
