//! `list.insert`

use crate::builtins::args::{Args, at_most, items_mut, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.insert(at: int, item: T) -> nothing",
    doc: "Puts an element before the one at `at`, at the end if there is none.",
    examples: &[("var xs = [1, 3]; xs.insert(1, 2); xs", "[1, 2, 3]")],
    kind: Kind::Change(|receiver, args, _| {
        let args = Args(args);
        let (at, item) = (at_most(args.int(0)?), args.get(1)?);
        let items = items_mut(receiver)?;
        room_for(items.len(), 1)?;
        items.insert(at.min(items.len()), item.clone());
        Ok(Value::None)
    }),
};
