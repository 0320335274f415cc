//! `list.find`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::kept;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.find(f: (T) -> bool) -> T?",
    doc: "The first element for which `f` gives true; none if there is none.",
    examples: &[("[1, 2, 3].find(x => x > 1)", "2")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |receiver, results, _, _| {
            Ok(kept(receiver, &results)?.into_iter().next().unwrap_or_default())
        },
    },
};
