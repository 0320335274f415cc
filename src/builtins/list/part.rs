//! Parts of a list.

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static FIRST: Builtin = Builtin {
    signature: "list<T>.first -> T?",
    doc: "The first element; none if the list is empty.",
    examples: &[("[5, 6].first ?? 0", "5")],
    kind: Kind::Pure(|args, _| Ok(Args(args).items(0)?.first().cloned().unwrap_or_default())),
};

pub(in crate::builtins) static TAKE: Builtin = Builtin {
    signature: "list<T>.take(n: int) -> list<T>",
    doc: "The first `n` elements, or all if there are fewer.",
    examples: &[(r#"[5, 6, 7].take(2).join(" ")"#, "5 6")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let items = args.items(0)?;
        Ok(Value::list(items.iter().take(at_most(args.int(1)?)).cloned().collect()))
    }),
};
