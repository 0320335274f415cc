//! `list.sort`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::sorted;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<O>.sort -> list<O>",
    doc: "The elements from the least to the greatest; equal ones keep their order.",
    examples: &[("[3, 1, 2].sort", "[1, 2, 3]")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        Ok(Value::list(sorted(items, items)))
    }),
};
