//! `set.to_list`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.to_list -> list<T>",
    doc: "The elements in the order in which they were added.",
    examples: &[("[2, 1].to_set.to_list", "[2, 1]")],
    kind: Kind::Pure(|args, _| Ok(Value::List(Arc::clone(Args(args).items(0)?)))),
};
