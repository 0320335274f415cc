//! `list.max_by`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::sorted;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.max_by(key: (T) -> O) -> T?",
    doc: "The last element for which `key` gives the greatest; none if the list is empty.",
    examples: &[(r#"["ccc", "a"].max_by(x => x.len)"#, r#""ccc""#)],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            Ok(sorted(items, &keys).pop().unwrap_or_default())
        },
    },
};
