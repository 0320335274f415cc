//! `list.pop_first`

use crate::builtins::args::items_mut;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.pop_first() -> T?",
    doc: "Takes the first element out and gives it; none if the list is empty.",
    examples: &[
        ("var queue = [5, 6]; queue.pop_first()", "5"),
        ("var queue = [5, 6]; queue.pop_first(); queue", "[6]"),
    ],
    kind: Kind::Change(|receiver, _, _| {
        let items = items_mut(receiver)?;
        Ok(if items.is_empty() { Value::None } else { items.remove(0) })
    }),
};
