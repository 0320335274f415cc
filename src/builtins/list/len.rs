//! `list.len`

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.len -> int",
    doc: "How many elements the list has.",
    examples: &[("[5, 6].len", "2")],
    kind: Kind::Pure(|args, _| Ok(count(Args(args).items(0)?.len()))),
};
