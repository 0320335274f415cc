//! `list.compact`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T?>.compact -> list<T>",
    doc: "The elements that are not none.",
    examples: &[("[1, none, 2].compact", "[1, 2]")],
    kind: Kind::Pure(|args, _| {
        Ok(Value::list(Args(args).items(0)?.iter().filter(|item| !item.is_none()).cloned().collect()))
    }),
};
