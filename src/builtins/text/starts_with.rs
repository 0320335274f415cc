//! `text.starts_with`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.starts_with(prefix: text) -> bool",
    doc: "Whether the text begins with `prefix`.",
    examples: &[(r#""WEB-12".starts_with("WEB")"#, "true")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).str(0)?.starts_with(Args(args).str(1)?)))),
};
