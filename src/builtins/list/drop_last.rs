//! `list.drop_last`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.drop_last(n: int) -> list<T>",
    doc: "The elements without the last `n`.",
    examples: &[("[5, 6, 7].drop_last(1)", "[5, 6]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let items = args.items(0)?;
        let kept = items.len().saturating_sub(at_most(args.int(1)?));
        Ok(Value::list(items.iter().take(kept).cloned().collect()))
    }),
};
