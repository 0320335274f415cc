//! `list.pop`

use crate::builtins::args::items_mut;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.pop() -> T?",
    doc: "Takes the last element out and gives it; none if the list is empty.",
    examples: &[("var xs = [1, 2]; xs.pop()", "2")],
    kind: Kind::Change(|receiver, _, _| Ok(items_mut(receiver)?.pop().unwrap_or_default())),
};
