//! `list.take`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.take(n: int) -> list<T>",
    doc: "The first `n` elements, or all if there are fewer.",
    examples: &[("[5, 6, 7].take(2)", "[5, 6]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let n = at_most(args.int(1)?);
        Ok(Value::list(args.items(0)?.iter().take(n).cloned().collect()))
    }),
};
