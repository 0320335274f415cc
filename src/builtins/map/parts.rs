//! What is in a map.

use crate::builtins::args::{Args, count, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use std::sync::Arc;

pub(in crate::builtins) static LEN: Builtin = Builtin {
    signature: "map<T>.len -> int",
    doc: "How many entries the map has.",
    examples: &[(r#"{ "a": 1 }.len"#, "1")],
    kind: Kind::Pure(|args, _| Ok(count(Args(args).map(0)?.len()))),
};

pub(in crate::builtins) static IS_EMPTY: Builtin = Builtin {
    signature: "map<T>.is_empty -> bool",
    doc: "Whether the map has no entries.",
    examples: &[(r#"{ "a": 1 }.is_empty"#, "false")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).map(0)?.is_empty()))),
};

pub(in crate::builtins) static KEYS: Builtin = Builtin {
    signature: "map<T>.keys -> list<text>",
    doc: "The keys in the order in which they were added.",
    examples: &[(r#"{ "b": 1, "a": 2 }.keys.join(" ")"#, "b a")],
    kind: Kind::Pure(|args, _| Ok(Value::list(Args(args).map(0)?.keys().map(Value::data).collect()))),
};

pub(in crate::builtins) static VALUES: Builtin = Builtin {
    signature: "map<T>.values -> list<T>",
    doc: "The values in the order in which they were added.",
    examples: &[(r#"{ "b": 1, "a": 2 }.values.join(" ")"#, "1 2")],
    kind: Kind::Pure(|args, _| Ok(Value::list(Args(args).map(0)?.values().cloned().collect()))),
};

pub(in crate::builtins) static ENTRIES: Builtin = Builtin {
    signature: "map<T>.entries -> list<{ key: text, value: T }>",
    doc: "The keys with their values.",
    examples: &[(r#"{ "b": 1 }.entries.map(e => "{e.key}={e.value}").join("")"#, "b=1")],
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

pub(in crate::builtins) static MERGE: Builtin = Builtin {
    signature: "map<T>.merge(other: map<T>) -> map<T>",
    doc: "The entries of both maps; of a key in both, the one of `other`.",
    examples: &[(r#"{ "a": 1 }.merge({ "a": 2, "b": 3 }).values.join(" ")"#, "2 3")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let mut merged = args.map(0)?.as_ref().clone();
        merged.extend(args.map(1)?.iter().map(|(key, value)| (key.clone(), value.clone())));
        room_for(merged.len(), 0)?;
        Ok(Value::Map(Arc::new(merged)))
    }),
};
