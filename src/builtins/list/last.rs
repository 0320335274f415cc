//! `list.last`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.last -> T?",
    doc: "The last element; none if the list is empty.",
    examples: &[("[5, 6].last", "6")],
    kind: Kind::Pure(|args, _| Ok(Args(args).items(0)?.last().cloned().unwrap_or_default())),
};
