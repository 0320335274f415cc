//! `error.message`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "error.message -> text",
    doc: "What happened.",
    examples: &[(
        r#"let t = "[1,"; let n = json.parse(t) else err { return err.message.starts_with("the text is no JSON") }; false"#,
        "true",
    )],
    kind: Kind::Pure(|args, _| Ok(Args(args).error(0)?.message.clone())),
};
