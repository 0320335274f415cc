//! `set.add`

use crate::builtins::args::{Args, items_mut, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.add(item: T) -> bool",
    doc: "Adds an element; whether it is new.",
    examples: &[("var s = [1].to_set; s.add(2)", "true"), ("var s = [1].to_set; s.add(1)", "false")],
    kind: Kind::Change(|receiver, args, _| {
        let item = Args(args).get(0)?;
        if Args(std::slice::from_ref(receiver)).items(0)?.contains(item) {
            return Ok(Value::Bool(false));
        }
        let items = items_mut(receiver)?;
        room_for(items.len(), 1)?;
        items.push(item.clone());
        Ok(Value::Bool(true))
    }),
};
