//! `set.minus`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::set::shared::keys;
use crate::value::Value;
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.minus(other: set<T>) -> set<T>",
    doc: "What is in this set and not in the other.",
    examples: &[("[1, 2].to_set.minus([2, 3].to_set).to_list", "[1]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let other = keys(args.items(1)?);
        Ok(Value::Set(Arc::new(
            args.items(0)?.iter().filter(|item| !other.contains(item)).cloned().collect(),
        )))
    }),
};
