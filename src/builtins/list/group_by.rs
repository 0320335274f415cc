//! `list.group_by`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::by_key;
use crate::value::{Fields, Value};
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.group_by(key: (T) -> text) -> map<list<T>>",
    doc: "The elements in lists, by what `key` gives.",
    examples: &[(r#"["ab", "c", "ad"].group_by(x => x.take(1))"#, r#"{ "a": ["ab", "ad"], "c": ["c"] }"#)],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let mut groups: indexmap::IndexMap<_, Vec<Value>> = indexmap::IndexMap::new();
            for (key, item) in by_key(receiver, &keys)? {
                groups.entry(key).or_default().push(item);
            }
            let groups = groups.into_iter().map(|(key, items)| (key, Value::list(items)));
            Ok(Value::Map(Arc::new(groups.collect::<Fields>())))
        },
    },
};
