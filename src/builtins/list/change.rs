//! Methods that change the list.

use crate::builtins::args::{Args, at_most, items_mut, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static PUSH: Builtin = Builtin {
    signature: "list<T>.push(item: T) -> nothing",
    doc: "Adds an element at the end.",
    examples: &[],
    kind: Kind::Change(|receiver, args, _| {
        let item = Args(args).get(0)?;
        let items = items_mut(receiver)?;
        room_for(items.len(), 1)?;
        items.push(item.clone());
        Ok(Value::None)
    }),
};

pub(in crate::builtins) static INSERT: Builtin = Builtin {
    signature: "list<T>.insert(at: int, item: T) -> nothing",
    doc: "Puts an element before the one at `at`, at the end if there is none.",
    examples: &[],
    kind: Kind::Change(|receiver, args, _| {
        let args = Args(args);
        let (at, item) = (at_most(args.int(0)?), args.get(1)?);
        let items = items_mut(receiver)?;
        room_for(items.len(), 1)?;
        items.insert(at.min(items.len()), item.clone());
        Ok(Value::None)
    }),
};

pub(in crate::builtins) static REMOVE: Builtin = Builtin {
    signature: "list<T>.remove(item: T) -> bool",
    doc: "Takes the first element equal to `item` out; whether there was one.",
    examples: &[],
    kind: Kind::Change(|receiver, args, _| {
        let item = Args(args).get(0)?;
        let items = items_mut(receiver)?;
        let found = items.iter().position(|other| other == item);
        if let Some(at) = found {
            items.remove(at);
        }
        Ok(Value::Bool(found.is_some()))
    }),
};

pub(in crate::builtins) static REMOVE_AT: Builtin = Builtin {
    signature: "list<T>.remove_at(at: int) -> T?",
    doc: "Takes the element at `at` out and gives it; none if there is none.",
    examples: &[],
    kind: Kind::Change(|receiver, args, _| {
        let at = usize::try_from(Args(args).int(0)?).ok();
        let items = items_mut(receiver)?;
        Ok(at.filter(|at| *at < items.len()).map_or(Value::None, |at| items.remove(at)))
    }),
};

pub(in crate::builtins) static POP: Builtin = Builtin {
    signature: "list<T>.pop() -> T?",
    doc: "Takes the last element out and gives it; none if the list is empty.",
    examples: &[],
    kind: Kind::Change(|receiver, _, _| Ok(items_mut(receiver)?.pop().unwrap_or_default())),
};

pub(in crate::builtins) static CLEAR: Builtin = Builtin {
    signature: "list<T>.clear() -> nothing",
    doc: "Takes all elements out.",
    examples: &[],
    kind: Kind::Change(|receiver, _, _| {
        items_mut(receiver)?.clear();
        Ok(Value::None)
    }),
};
