//! `set.find`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::kept;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.find(f: (T) -> bool) -> T?",
    doc: "The first element for which `f` gives true; none if there is none.",
    examples: &[("[1, 2].to_set.find(x => x > 1)", "2")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |receiver, results, _, _| {
            Ok(kept(receiver, &results)?.into_iter().next().unwrap_or_default())
        },
    },
};
