//! `set.filter`

use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::kept;
use crate::value::Value;
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.filter(f: (T) -> bool) -> set<T>",
    doc: "The elements for which `f` gives true.",
    examples: &[("[1, 2].to_set.filter(x => x > 1).to_list", "[2]")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, results, _, _| Ok(Value::Set(Arc::new(kept(receiver, &results)?))),
    },
};
