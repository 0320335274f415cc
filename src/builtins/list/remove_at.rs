//! `list.remove_at`

use crate::builtins::args::{Args, items_mut};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.remove_at(at: int) -> T?",
    doc: "Takes the element at `at` out and gives it; none if there is none.",
    examples: &[(r#"var xs = ["a", "b"]; xs.remove_at(0)"#, r#""a""#)],
    kind: Kind::Change(|receiver, args, _| {
        let at = usize::try_from(Args(args).int(0)?).ok();
        let items = items_mut(receiver)?;
        Ok(at.filter(|at| *at < items.len()).map_or(Value::None, |at| items.remove(at)))
    }),
};
