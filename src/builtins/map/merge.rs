//! `map.merge`

use crate::builtins::args::{Args, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.merge(other: map<T>) -> map<T>",
    doc: "The entries of both maps; of a key in both, the one of `other`.",
    examples: &[(r#"{ "a": 1 }.merge({ "a": 2, "b": 3 })"#, r#"{ "a": 2, "b": 3 }"#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let mut merged = args.map(0)?.as_ref().clone();
        merged.extend(args.map(1)?.iter().map(|(key, value)| (key.clone(), value.clone())));
        room_for(merged.len(), 0)?;
        Ok(Value::Map(Arc::new(merged)))
    }),
};
