//! `error.status`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "error.status -> int?",
    doc: "The HTTP status, where there is one.",
    examples: &[(
        r#"var seen: int? = none; let r = http.get("https://api.example.com/missing") else err { return err.status }; seen"#,
        "404",
    )],
    kind: Kind::Pure(|args, _| Ok(Args(args).error(0)?.status.map_or(Value::None, Value::Int))),
};
