//! Lists in another order.

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::sorted;
use crate::value::Value;

pub(in crate::builtins) static REVERSE: Builtin = Builtin {
    signature: "list<T>.reverse -> list<T>",
    doc: "The elements from the last to the first.",
    examples: &[(r#"[1, 2].reverse.join(" ")"#, "2 1")],
    kind: Kind::Pure(|args, _| Ok(Value::list(Args(args).items(0)?.iter().rev().cloned().collect()))),
};

pub(in crate::builtins) static SORT: Builtin = Builtin {
    signature: "list<O>.sort -> list<O>",
    doc: "The elements from the least to the greatest; equal ones keep their order.",
    examples: &[(r#"[3, 1, 2].sort.join(" ")"#, "1 2 3")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        Ok(Value::list(sorted(items, items)))
    }),
};

pub(in crate::builtins) static SORT_BY: Builtin = Builtin {
    signature: "list<T>.sort_by(key: (T) -> O) -> list<T>",
    doc: "The elements in the order of what `key` gives; equal ones keep theirs.",
    examples: &[(r#"["ccc", "a", "bb"].sort_by(x => x.len).join(" ")"#, "a bb ccc")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            Ok(Value::list(sorted(items, &keys)))
        },
    },
};

pub(in crate::builtins) static MIN: Builtin = Builtin {
    signature: "list<O>.min -> O?",
    doc: "The least element; none if the list is empty.",
    examples: &[("[3, 1, 2].min ?? 0", "1")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        Ok(sorted(items, items).into_iter().next().unwrap_or_default())
    }),
};

pub(in crate::builtins) static MAX: Builtin = Builtin {
    signature: "list<O>.max -> O?",
    doc: "The greatest element; none if the list is empty.",
    examples: &[("[3, 1, 2].max ?? 0", "3")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        Ok(sorted(items, items).pop().unwrap_or_default())
    }),
};

pub(in crate::builtins) static MIN_BY: Builtin = Builtin {
    signature: "list<T>.min_by(key: (T) -> O) -> T?",
    doc: "The first element for which `key` gives the least; none if the list is empty.",
    examples: &[(r#"["ccc", "a"].min_by(x => x.len) ?? "-""#, "a")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            Ok(sorted(items, &keys).into_iter().next().unwrap_or_default())
        },
    },
};

pub(in crate::builtins) static MAX_BY: Builtin = Builtin {
    signature: "list<T>.max_by(key: (T) -> O) -> T?",
    doc: "The last element for which `key` gives the greatest; none if the list is empty.",
    examples: &[(r#"["ccc", "a"].max_by(x => x.len) ?? "-""#, "ccc")],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            Ok(sorted(items, &keys).pop().unwrap_or_default())
        },
    },
};

pub(in crate::builtins) static PICK: Builtin = Builtin {
    signature: "list<T>.pick() -> T?",
    doc: "An element by chance; none if the list is empty.",
    examples: &[(r#"["a"].pick() ?? "-""#, "a")],
    kind: Kind::Pure(|args, env| {
        let items = Args(args).items(0)?;
        let at = env.chance_below(items.len() as u64);
        Ok(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().unwrap_or_default())
    }),
};

pub(in crate::builtins) static SHUFFLE: Builtin = Builtin {
    signature: "list<T>.shuffle() -> list<T>",
    doc: "The elements in an order by chance.",
    examples: &[(r#"[1, 2, 3].shuffle().sort.join("")"#, "123")],
    kind: Kind::Pure(|args, env| {
        let mut items = Args(args).items(0)?.to_vec();
        for last in (1..items.len()).rev() {
            let other = env.chance_below(last as u64 + 1);
            items.swap(last, usize::try_from(other).unwrap_or(last));
        }
        Ok(Value::list(items))
    }),
};
