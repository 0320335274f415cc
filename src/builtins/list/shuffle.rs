//! `list.shuffle`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::shuffle;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.shuffle() -> list<T>",
    doc: "The elements in an order by chance.",
    examples: &[("[1, 2, 3].shuffle().sort", "[1, 2, 3]")],
    kind: Kind::Pure(|args, env| {
        let mut items = Args(args).items(0)?.to_vec();
        shuffle(&mut items, env);
        Ok(Value::list(items))
    }),
};
