//! `text.strip_prefix`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.strip_prefix(prefix: text) -> text",
    doc: "The text without `prefix` at its start; the text itself if it does not start so.",
    examples: &[(r#""v1.2".strip_prefix("v")"#, r#""1.2""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (text, prefix) = (args.text(0)?, args.str(1)?);
        let start = if text.as_str().starts_with(prefix) { prefix.len() } else { 0 };
        Ok(Value::Text(text.slice(start..text.as_str().len())))
    }),
};
