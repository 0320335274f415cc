//! `list.distinct`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{KeySet, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.distinct -> list<T>",
    doc: "The list without elements that came before.",
    examples: &[("[3, 1, 3].distinct", "[3, 1]")],
    kind: Kind::Pure(|args, _| {
        let mut seen = KeySet::default();
        Ok(Value::list(Args(args).items(0)?.iter().filter(|item| seen.insert(item)).cloned().collect()))
    }),
};
