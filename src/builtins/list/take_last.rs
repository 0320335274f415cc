//! `list.take_last`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.take_last(n: int) -> list<T>",
    doc: "The last `n` elements, or all if there are fewer.",
    examples: &[("[5, 6, 7].take_last(2)", "[6, 7]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let items = args.items(0)?;
        let before = items.len().saturating_sub(at_most(args.int(1)?));
        Ok(Value::list(items.iter().skip(before).cloned().collect()))
    }),
};
