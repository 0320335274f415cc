//! `text.ends_with`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.ends_with(suffix: text) -> bool",
    doc: "Whether the text ends with `suffix`.",
    examples: &[(r#""a.csv".ends_with(".csv")"#, "true")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).str(0)?.ends_with(Args(args).str(1)?)))),
};
