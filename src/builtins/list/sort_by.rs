//! `list.sort_by`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::sorted;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.sort_by(key: (T) -> O) -> list<T>",
    doc: "The elements in the order of what `key` gives; equal ones keep theirs.",
    examples: &[(r#"["ccc", "a", "bb"].sort_by(x => x.len)"#, r#"["a", "bb", "ccc"]"#)],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            Ok(Value::list(sorted(items, &keys)))
        },
    },
};
