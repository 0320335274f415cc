//! `set.union`

use crate::builtins::args::{Args, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::set::shared::keys;
use crate::value::Value;
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "set<T>.union(other: set<T>) -> set<T>",
    doc: "What is in either set.",
    examples: &[("[1, 2].to_set.union([2, 3].to_set).to_list", "[1, 2, 3]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (items, other) = (args.items(0)?, args.items(1)?);
        let mut seen = keys(items);
        let mut union = items.to_vec();
        union.extend(other.iter().filter(|item| seen.insert(item)).cloned());
        room_for(union.len(), 0)?;
        Ok(Value::Set(Arc::new(union)))
    }),
};
