//! Parts of a list.

use crate::builtins::args::{Args, at_most, count};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{KeySet, Value};

pub(in crate::builtins) static FIRST: Builtin = Builtin {
    signature: "list<T>.first -> T?",
    doc: "The first element; none if the list is empty.",
    examples: &[("[5, 6].first ?? 0", "5")],
    kind: Kind::Pure(|args, _| Ok(Args(args).items(0)?.first().cloned().unwrap_or_default())),
};

pub(in crate::builtins) static LAST: Builtin = Builtin {
    signature: "list<T>.last -> T?",
    doc: "The last element; none if the list is empty.",
    examples: &[("[5, 6].last ?? 0", "6")],
    kind: Kind::Pure(|args, _| Ok(Args(args).items(0)?.last().cloned().unwrap_or_default())),
};

pub(in crate::builtins) static TAKE: Builtin = Builtin {
    signature: "list<T>.take(n: int) -> list<T>",
    doc: "The first `n` elements, or all if there are fewer.",
    examples: &[(r#"[5, 6, 7].take(2).join(" ")"#, "5 6")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let n = at_most(args.int(1)?);
        Ok(Value::list(args.items(0)?.iter().take(n).cloned().collect()))
    }),
};

pub(in crate::builtins) static DROP: Builtin = Builtin {
    signature: "list<T>.drop(n: int) -> list<T>",
    doc: "What follows the first `n` elements.",
    examples: &[(r#"[5, 6, 7].drop(1).join(" ")"#, "6 7")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let n = at_most(args.int(1)?);
        Ok(Value::list(args.items(0)?.iter().skip(n).cloned().collect()))
    }),
};

pub(in crate::builtins) static TAKE_LAST: Builtin = Builtin {
    signature: "list<T>.take_last(n: int) -> list<T>",
    doc: "The last `n` elements, or all if there are fewer.",
    examples: &[(r#"[5, 6, 7].take_last(2).join(" ")"#, "6 7")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let items = args.items(0)?;
        let before = items.len().saturating_sub(at_most(args.int(1)?));
        Ok(Value::list(items.iter().skip(before).cloned().collect()))
    }),
};

pub(in crate::builtins) static DISTINCT: Builtin = Builtin {
    signature: "list<T>.distinct -> list<T>",
    doc: "The list without elements that came before.",
    examples: &[(r#"[3, 1, 3].distinct.join(" ")"#, "3 1")],
    kind: Kind::Pure(|args, _| {
        let mut seen = KeySet::default();
        Ok(Value::list(Args(args).items(0)?.iter().filter(|item| seen.insert(item)).cloned().collect()))
    }),
};

pub(in crate::builtins) static COMPACT: Builtin = Builtin {
    signature: "list<T?>.compact -> list<T>",
    doc: "The elements that are not none.",
    examples: &[("[1, none, 2].compact.len", "2")],
    kind: Kind::Pure(|args, _| {
        Ok(Value::list(Args(args).items(0)?.iter().filter(|item| !item.is_none()).cloned().collect()))
    }),
};

pub(in crate::builtins) static INDEX_OF: Builtin = Builtin {
    signature: "list<T>.index_of(item: T) -> int?",
    doc: "Where the first element equal to `item` stands, from 0; none if there is none.",
    examples: &[(r#"["a", "b"].index_of("b") ?? -1"#, "1")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let item = args.get(1)?;
        Ok(args.items(0)?.iter().position(|other| other == item).map_or(Value::None, count))
    }),
};
