//! `list.push`

use crate::builtins::args::{Args, items_mut, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.push(item: T) -> nothing",
    doc: "Adds an element at the end.",
    examples: &[("var xs = [1, 2]; xs.push(3); xs", "[1, 2, 3]")],
    kind: Kind::Change(|receiver, args, _| {
        let item = Args(args).get(0)?;
        let items = items_mut(receiver)?;
        room_for(items.len(), 1)?;
        items.push(item.clone());
        Ok(Value::None)
    }),
};
