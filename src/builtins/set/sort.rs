//! `set.sort`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::sorted;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<O>.sort -> list<O>",
    doc: "The elements from the least to the greatest.",
    examples: &[("[2, 1].to_set.sort", "[1, 2]")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        Ok(Value::list(sorted(items, items)))
    }),
};
