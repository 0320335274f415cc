//! `list.index_of`

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.index_of(item: T) -> int?",
    doc: "Where the first element equal to `item` stands, from 0; none if there is none.",
    examples: &[(r#"["a", "b"].index_of("b")"#, "1")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let item = args.get(1)?;
        Ok(args.items(0)?.iter().position(|other| other == item).map_or(Value::None, count))
    }),
};
