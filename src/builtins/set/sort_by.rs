//! `set.sort_by`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::sorted;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.sort_by(key: (T) -> O) -> list<T>",
    doc: "The elements in the order of what `key` gives.",
    examples: &[(r#"["bb", "a"].to_set.sort_by(x => x.len)"#, r#"["a", "bb"]"#)],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            Ok(Value::list(sorted(Args(std::slice::from_ref(receiver)).items(0)?, &keys)))
        },
    },
};
