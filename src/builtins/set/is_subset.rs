//! `set.is_subset`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::set::shared::keys;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.is_subset(of: set<T>) -> bool",
    doc: "Whether every element is in `of` too.",
    examples: &[("[1].to_set.is_subset([1, 2].to_set)", "true")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let of = keys(args.items(1)?);
        Ok(Value::Bool(args.items(0)?.iter().all(|item| of.contains(item))))
    }),
};
