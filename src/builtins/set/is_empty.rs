//! `set.is_empty`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.is_empty -> bool",
    doc: "Whether the set has no elements.",
    examples: &[("[1].to_set.is_empty", "false")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).items(0)?.is_empty()))),
};
