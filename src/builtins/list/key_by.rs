//! `list.key_by`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::by_key;
use crate::value::{Fields, Value};
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.key_by(key: (T) -> text) -> map<T>",
    doc: "The elements by what `key` gives; of those with the same key the last one counts.",
    examples: &[(r#"["ab", "c"].key_by(x => x.take(1))"#, r#"{ "a": "ab", "c": "c" }"#)],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            Ok(Value::Map(Arc::new(by_key(receiver, &keys)?.into_iter().collect::<Fields>())))
        },
    },
};
