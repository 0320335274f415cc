//! `list.max`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::sorted;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<O>.max -> O?",
    doc: "The greatest element; none if the list is empty.",
    examples: &[("[3, 1, 2].max", "3")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        Ok(sorted(items, items).pop().unwrap_or_default())
    }),
};
