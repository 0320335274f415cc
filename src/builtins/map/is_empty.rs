//! `map.is_empty`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.is_empty -> bool",
    doc: "Whether the map has no entries.",
    examples: &[(r#"{ "a": 1 }.is_empty"#, "false")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).map(0)?.is_empty()))),
};
