//! `list.enumerate`

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.enumerate -> list<{ index: int, item: T }>",
    doc: "The elements with their places, from 0.",
    examples: &[(r#"["a", "b"].enumerate"#, r#"[{ index: 0, item: "a" }, { index: 1, item: "b" }]"#)],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?.iter().enumerate();
        let placed = items.map(|(at, item)| Value::record([("index", count(at)), ("item", item.clone())]));
        Ok(Value::list(placed.collect()))
    }),
};
