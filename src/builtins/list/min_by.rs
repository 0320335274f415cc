//! `list.min_by`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::sorted;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.min_by(key: (T) -> O) -> T?",
    doc: "The first element for which `key` gives the least; none if the list is empty.",
    examples: &[(r#"["ccc", "a"].min_by(x => x.len)"#, r#""a""#)],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            Ok(sorted(items, &keys).into_iter().next().unwrap_or_default())
        },
    },
};
