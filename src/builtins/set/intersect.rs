//! `set.intersect`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::set::shared::keys;
use crate::value::Value;
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.intersect(other: set<T>) -> set<T>",
    doc: "What is in both sets.",
    examples: &[("[1, 2].to_set.intersect([2, 3].to_set).to_list", "[2]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let other = keys(args.items(1)?);
        Ok(Value::Set(Arc::new(args.items(0)?.iter().filter(|item| other.contains(item)).cloned().collect())))
    }),
};
