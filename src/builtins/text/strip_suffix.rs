//! `text.strip_suffix`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.strip_suffix(suffix: text) -> text",
    doc: "The text without `suffix` at its end; the text itself if it does not end so.",
    examples: &[(r#""a.txt".strip_suffix(".txt")"#, r#""a""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (text, suffix) = (args.text(0)?, args.str(1)?);
        let cut = if text.as_str().ends_with(suffix) { suffix.len() } else { 0 };
        Ok(Value::Text(text.slice(0..text.as_str().len() - cut)))
    }),
};
