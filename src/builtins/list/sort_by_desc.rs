//! `list.sort_by_desc`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::sorted_down;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.sort_by_desc(key: (T) -> O) -> list<T>",
    doc: "The elements, the one with the greatest `key` first; equal ones keep their order.",
    examples: &[(r#"["a", "ccc", "bb"].sort_by_desc(x => x.len)"#, r#"["ccc", "bb", "a"]"#)],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            Ok(Value::list(sorted_down(items, &keys)))
        },
    },
};
