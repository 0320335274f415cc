//! `list.sort_desc`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::sorted_down;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<O>.sort_desc -> list<O>",
    doc: "The elements from the greatest to the least; equal ones keep their order.",
    examples: &[("[3, 1, 2].sort_desc", "[3, 2, 1]")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        Ok(Value::list(sorted_down(items, items)))
    }),
};
