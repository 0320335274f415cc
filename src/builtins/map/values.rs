//! `map.values`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.values -> list<T>",
    doc: "The values in the order in which they were added.",
    examples: &[(r#"{ "b": 1, "a": 2 }.values"#, "[1, 2]")],
    kind: Kind::Pure(|args, _| Ok(Value::list(Args(args).map(0)?.values().cloned().collect()))),
};
