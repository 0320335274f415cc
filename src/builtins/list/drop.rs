//! `list.drop`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.drop(n: int) -> list<T>",
    doc: "What follows the first `n` elements.",
    examples: &[("[5, 6, 7].drop(1)", "[6, 7]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let n = at_most(args.int(1)?);
        Ok(Value::list(args.items(0)?.iter().skip(n).cloned().collect()))
    }),
};
