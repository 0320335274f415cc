//! `list.min`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::sorted;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<O>.min -> O?",
    doc: "The least element; none if the list is empty.",
    examples: &[("[3, 1, 2].min", "1")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        Ok(sorted(items, items).into_iter().next().unwrap_or_default())
    }),
};
