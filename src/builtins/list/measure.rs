//! How long a list is.

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static LEN: Builtin = Builtin {
    signature: "list<T>.len -> int",
    doc: "How many elements the list has.",
    examples: &[("[5, 6].len", "2")],
    kind: Kind::Pure(|args, _| Ok(count(Args(args).items(0)?.len()))),
};

pub(in crate::builtins) static IS_EMPTY: Builtin = Builtin {
    signature: "list<T>.is_empty -> bool",
    doc: "Whether the list has no elements.",
    examples: &[("[5].is_empty", "false")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).items(0)?.is_empty()))),
};
