//! Lists made into one value, or of several lists.

use crate::builtins::args::{Args, at_most, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{
    Fault, FaultKind, KeySet, Operator, TextBuilder, Value, binary, float_of, hole, text_room,
};
use std::sync::Arc;

pub(in crate::builtins) static JOIN: Builtin = Builtin {
    signature: r#"list<P>.join(by: text = "") -> text"#,
    doc: "The elements in one text, with `by` between them.",
    examples: &[(r#"["a", "b"].join(", ")"#, "a, b"), (r#"[1, 2].join("-")"#, "1-2")],
    kind: Kind::Pure(|args, env| {
        let args = Args(args);
        let by = args.text(1)?;
        let mut builder = TextBuilder::new();
        for (at, item) in args.items(0)?.iter().enumerate() {
            let Value::Text(item) = hole(item, &env.zone)? else {
                return Err(Fault::new(FaultKind::Internal, "a secret in a list"));
            };
            text_room(builder.len(), item.as_str().len() + by.as_str().len())?;
            if at > 0 {
                builder.push_text(by);
            }
            builder.push_text(&item);
        }
        Ok(Value::Text(builder.finish()))
    }),
};

pub(in crate::builtins) static SUM: Builtin = Builtin {
    signature: "list<N>.sum -> N",
    doc: "The elements added up; 0 if there are none.",
    examples: &[("[1, 2, 3].sum", "6"), ("[0.5, 1].sum", "1.5")],
    kind: Kind::Pure(|args, _| {
        Args(args).items(0)?.iter().try_fold(Value::Int(0), |sum, item| binary(Operator::Add, &sum, item))
    }),
};

pub(in crate::builtins) static AVERAGE: Builtin = Builtin {
    signature: "list<N>.average -> float?",
    doc: "The mean of the elements; none if there are none.",
    examples: &[("[1, 2].average ?? 0.0", "1.5")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        if items.is_empty() {
            return Ok(Value::None);
        }
        let sum = items.iter().try_fold(Value::Float(0.0), |sum, item| binary(Operator::Add, &sum, item))?;
        binary(
            Operator::Divide,
            &sum,
            &Value::Float(float_of(i64::try_from(items.len()).unwrap_or(i64::MAX))),
        )
    }),
};

pub(in crate::builtins) static FLATTEN: Builtin = Builtin {
    signature: "list<list<T>>.flatten -> list<T>",
    doc: "The elements of the lists in the list.",
    examples: &[(r#"[[1, 2], [3]].flatten.join(" ")"#, "1 2 3")],
    kind: Kind::Pure(|args, _| flatten(Args(args).items(0)?)),
};

pub(in crate::builtins) static ZIP: Builtin = Builtin {
    signature: "list<T>.zip(other: list<U>) -> list<{ first: T, second: U }>",
    doc: "The elements of two lists side by side, as many as the shorter one has.",
    examples: &[(r#"["a", "b"].zip([1, 2]).map(p => "{p.first}{p.second}").join(" ")"#, "a1 b2")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let pairs = args.items(0)?.iter().zip(args.items(1)?.iter());
        Ok(Value::list(
            pairs.map(|(a, b)| Value::record([("first", a.clone()), ("second", b.clone())])).collect(),
        ))
    }),
};

pub(in crate::builtins) static CHUNK: Builtin = Builtin {
    signature: "list<T>.chunk(n: int) -> list<list<T>>",
    doc: "The elements in lists of `n`; the last one may be shorter.",
    examples: &[("[1, 2, 3].chunk(2).len", "2")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let n = at_most(args.int(1)?);
        if n == 0 {
            return Err(Fault::new(FaultKind::Builtin, "`chunk` needs at least 1 element a list"));
        }
        Ok(Value::list(args.items(0)?.chunks(n).map(|chunk| Value::list(chunk.to_vec())).collect()))
    }),
};

pub(in crate::builtins) static TO_SET: Builtin = Builtin {
    signature: "list<T>.to_set -> set<T>",
    doc: "The set of the elements.",
    examples: &[("[1, 2, 1].to_set.len", "2")],
    kind: Kind::Pure(|args, _| {
        let mut seen = KeySet::default();
        Ok(Value::Set(Arc::new(
            Args(args).items(0)?.iter().filter(|item| seen.insert(item)).cloned().collect(),
        )))
    }),
};

pub(in crate::builtins) static TO_MAP: Builtin =
    Builtin {
        signature: "list<{ key: text, value: T }>.to_map -> map<T>",
        doc: "The map with these entries; of entries with the same key the last one counts.",
        examples: &[(r#"{ "a": 1 }.entries.to_map.len"#, "1")],
        kind: Kind::Pure(|args, _| {
            let items = Args(args).items(0)?;
            let field = |item: &Value, name: &str| match item {
                Value::Record(fields) | Value::Map(fields) => fields.get(name).cloned().unwrap_or_default(),
                _ => Value::None,
            };
            Ok(Value::map(items.iter().map(|item| {
                (field(item, "key").as_str().unwrap_or_default().to_owned(), field(item, "value"))
            })))
        }),
    };

/// The elements of lists in a list.
pub(in crate::builtins) fn flatten(lists: &[Value]) -> Result<Value, Fault> {
    let mut flat = Vec::new();
    for at in 0..lists.len() {
        let items = Args(lists).items(at)?;
        room_for(flat.len(), items.len())?;
        flat.extend(items.iter().cloned());
    }
    Ok(Value::list(flat))
}
