//! Sets made of sets.

use crate::builtins::args::{Args, count, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::sorted;
use crate::value::{KeySet, Value};
use std::sync::Arc;

pub(in crate::builtins) static LEN: Builtin = Builtin {
    signature: "set<T>.len -> int",
    doc: "How many elements the set has.",
    examples: &[("[1, 1].to_set.len", "1")],
    kind: Kind::Pure(|args, _| Ok(count(Args(args).items(0)?.len()))),
};

pub(in crate::builtins) static IS_EMPTY: Builtin = Builtin {
    signature: "set<T>.is_empty -> bool",
    doc: "Whether the set has no elements.",
    examples: &[("[1].to_set.is_empty", "false")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).items(0)?.is_empty()))),
};

pub(in crate::builtins) static FIRST: Builtin = Builtin {
    signature: "set<T>.first -> T?",
    doc: "The element that was added first; none if the set is empty.",
    examples: &[("[2, 1].to_set.first ?? 0", "2")],
    kind: Kind::Pure(|args, _| Ok(Args(args).items(0)?.first().cloned().unwrap_or_default())),
};

pub(in crate::builtins) static TO_LIST: Builtin = Builtin {
    signature: "set<T>.to_list -> list<T>",
    doc: "The elements in the order in which they were added.",
    examples: &[(r#"[2, 1].to_set.to_list.join(" ")"#, "2 1")],
    kind: Kind::Pure(|args, _| Ok(Value::List(Arc::clone(Args(args).items(0)?)))),
};

pub(in crate::builtins) static SORT: Builtin = Builtin {
    signature: "set<O>.sort -> list<O>",
    doc: "The elements from the least to the greatest.",
    examples: &[(r#"[2, 1].to_set.sort.join(" ")"#, "1 2")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        Ok(Value::list(sorted(items, items)))
    }),
};

pub(in crate::builtins) static UNION: Builtin = Builtin {
    signature: "set<T>.union(other: set<T>) -> set<T>",
    doc: "What is in either set.",
    examples: &[("[1, 2].to_set.union([2, 3].to_set).len", "3")],
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

pub(in crate::builtins) static INTERSECT: Builtin = Builtin {
    signature: "set<T>.intersect(other: set<T>) -> set<T>",
    doc: "What is in both sets.",
    examples: &[("[1, 2].to_set.intersect([2, 3].to_set).len", "1")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let other = keys(args.items(1)?);
        Ok(Value::Set(Arc::new(args.items(0)?.iter().filter(|item| other.contains(item)).cloned().collect())))
    }),
};

pub(in crate::builtins) static MINUS: Builtin = Builtin {
    signature: "set<T>.minus(other: set<T>) -> set<T>",
    doc: "What is in this set and not in the other.",
    examples: &[("[1, 2].to_set.minus([2, 3].to_set).first ?? 0", "1")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let other = keys(args.items(1)?);
        Ok(Value::Set(Arc::new(
            args.items(0)?.iter().filter(|item| !other.contains(item)).cloned().collect(),
        )))
    }),
};

fn keys(items: &[Value]) -> KeySet {
    let mut keys = KeySet::default();
    for item in items {
        keys.insert(item);
    }
    keys
}
