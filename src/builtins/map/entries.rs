//! `map.entries`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.entries -> list<{ key: text, value: T }>",
    doc: "The keys with their values.",
    examples: &[(r#"{ "b": 1 }.entries"#, r#"[{ key: "b", value: 1 }]"#)],
    kind: Kind::Pure(|args, _| {
        Ok(Value::list(
            Args(args)
                .map(0)?
                .iter()
                .map(|(key, value)| Value::record([("key", Value::data(key)), ("value", value.clone())]))
                .collect(),
        ))
    }),
};
