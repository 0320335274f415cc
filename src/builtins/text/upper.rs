//! `text.upper`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.upper -> text",
    doc: "The text in upper case.",
    examples: &[(r#""Straße".upper"#, r#""STRASSE""#)],
    kind: Kind::Pure(|args, _| Ok(Value::Text(Args(args).text(0)?.map_runs(str::to_uppercase)))),
};
