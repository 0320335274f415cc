//! `list.sample`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::shuffle;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.sample(n: int) -> list<T>",
    doc: "So many elements by chance, or all if there are fewer, in an order by chance.",
    examples: &[("[1, 2, 3].sample(5).sort", "[1, 2, 3]")],
    kind: Kind::Pure(|args, env| {
        let args = Args(args);
        let mut items = args.items(0)?.to_vec();
        shuffle(&mut items, env);
        items.truncate(at_most(args.int(1)?));
        Ok(Value::list(items))
    }),
};
