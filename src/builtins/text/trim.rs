//! `text.trim`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.trim -> text",
    doc: "The text without white space around it.",
    examples: &[(r#""  a b ".trim"#, r#""a b""#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        let start = text.as_str().len() - text.as_str().trim_start().len();
        let length = text.as_str().trim().len();
        Ok(Value::Text(text.slice(start..start + length)))
    }),
};
