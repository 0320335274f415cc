//! `error.body`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "error.body -> json",
    doc: "The body of the answer, where there is one.",
    examples: &[(
        r#"var seen: json = none; let r = http.get("https://api.example.com/missing") else err { return err.body }; seen"#,
        r#"{ "why": "gone" }"#,
    )],
    kind: Kind::Pure(|args, _| Ok(Args(args).error(0)?.body.clone().unwrap_or_default())),
};
