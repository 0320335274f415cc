//! `list.to_set`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{KeySet, Value};
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.to_set -> set<T>",
    doc: "The set of the elements.",
    examples: &[("[1, 2, 1].to_set.to_list", "[1, 2]")],
    kind: Kind::Pure(|args, _| {
        let mut seen = KeySet::default();
        Ok(Value::Set(Arc::new(
            Args(args).items(0)?.iter().filter(|item| seen.insert(item)).cloned().collect(),
        )))
    }),
};
