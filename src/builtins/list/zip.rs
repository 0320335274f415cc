//! `list.zip`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.zip(other: list<U>) -> list<{ first: T, second: U }>",
    doc: "The elements of two lists side by side, as many as the shorter one has.",
    examples: &[(r#"["a", "b"].zip([1, 2])"#, r#"[{ first: "a", second: 1 }, { first: "b", second: 2 }]"#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let pairs = args.items(0)?.iter().zip(args.items(1)?.iter());
        Ok(Value::list(
            pairs.map(|(a, b)| Value::record([("first", a.clone()), ("second", b.clone())])).collect(),
        ))
    }),
};
