//! `list.minus`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::set::shared::keys;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.minus(other: list<T>) -> list<T>",
    doc: "The elements that are not in `other`.",
    examples: &[("[1, 2, 3].minus([2])", "[1, 3]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let other = keys(args.items(1)?);
        Ok(Value::list(args.items(0)?.iter().filter(|item| !other.contains(item)).cloned().collect()))
    }),
};
