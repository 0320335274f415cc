//! `text.is_empty`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.is_empty -> bool",
    doc: "Whether the text has no characters.",
    examples: &[(r#""".is_empty"#, "true"), (r#"" ".is_empty"#, "false")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).str(0)?.is_empty()))),
};
