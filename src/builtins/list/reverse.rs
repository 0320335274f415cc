//! `list.reverse`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.reverse -> list<T>",
    doc: "The elements from the last to the first.",
    examples: &[("[1, 2].reverse", "[2, 1]")],
    kind: Kind::Pure(|args, _| Ok(Value::list(Args(args).items(0)?.iter().rev().cloned().collect()))),
};
