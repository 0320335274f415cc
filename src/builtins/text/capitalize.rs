//! `text.capitalize`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.capitalize -> text",
    doc: "The text with its first letter in upper case.",
    examples: &[(r#""monday".capitalize"#, r#""Monday""#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).str(0)?;
        let mut chars = text.chars();
        Ok(Value::data(
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<String>(),
        ))
    }),
};
