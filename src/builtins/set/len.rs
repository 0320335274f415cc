//! `set.len`

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.len -> int",
    doc: "How many elements the set has.",
    examples: &[("[1, 1].to_set.len", "1")],
    kind: Kind::Pure(|args, _| Ok(count(Args(args).items(0)?.len()))),
};
