//! `text.to_int`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.to_int -> int?",
    doc: "The whole number that the text is.",
    examples: &[(r#""42".to_int"#, "42"), (r#""4x".to_int"#, "none")],
    kind: Kind::Pure(|args, _| {
        Ok(Args(args).str(0)?.trim().replace('_', "").parse().map_or(Value::None, Value::Int))
    }),
};
