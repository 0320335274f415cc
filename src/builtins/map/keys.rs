//! `map.keys`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.keys -> list<text>",
    doc: "The keys in the order in which they were added.",
    examples: &[(r#"{ "b": 1, "a": 2 }.keys"#, r#"["b", "a"]"#)],
    kind: Kind::Pure(|args, _| Ok(Value::list(Args(args).map(0)?.keys().map(Value::data).collect()))),
};
