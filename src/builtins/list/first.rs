//! `list.first`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.first -> T?",
    doc: "The first element; none if the list is empty.",
    examples: &[("[5, 6].first", "5")],
    kind: Kind::Pure(|args, _| Ok(Args(args).items(0)?.first().cloned().unwrap_or_default())),
};
