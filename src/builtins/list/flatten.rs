//! `list.flatten`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::flatten;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<list<T>>.flatten -> list<T>",
    doc: "The elements of the lists in the list.",
    examples: &[("[[1, 2], [3]].flatten", "[1, 2, 3]")],
    kind: Kind::Pure(|args, _| flatten(Args(args).items(0)?)),
};
