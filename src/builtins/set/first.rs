//! `set.first`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.first -> T?",
    doc: "The element that was added first; none if the set is empty.",
    examples: &[("[2, 1].to_set.first", "2")],
    kind: Kind::Pure(|args, _| Ok(Args(args).items(0)?.first().cloned().unwrap_or_default())),
};
