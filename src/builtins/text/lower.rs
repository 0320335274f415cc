//! `text.lower`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.lower -> text",
    doc: "The text in lower case.",
    examples: &[(r#""Hello".lower"#, r#""hello""#)],
    kind: Kind::Pure(|args, _| Ok(Value::Text(Args(args).text(0)?.map_runs(str::to_lowercase)))),
};
