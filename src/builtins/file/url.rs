//! `file.url`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "file.url -> text",
    doc: "The address from which Webex serves the file.",
    examples: &[(
        r#"let m = say "Report" file "a,b" as "report.csv"; m.files.none(f => f.url.is_empty)"#,
        "true",
    )],
    kind: Kind::Pure(|args, _| Ok(Value::data(&Args(args).file(0)?.url))),
};
