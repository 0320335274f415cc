//! `text.after`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.after(part: text) -> text",
    doc: "What stands after the first `part`; nothing if it is not in there.",
    examples: &[(r#""a=b=c".after("=")"#, r#""b=c""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (text, part) = (args.text(0)?, args.str(1)?);
        let length = text.as_str().len();
        let start = text.as_str().find(part).map_or(length, |at| at + part.len());
        Ok(Value::Text(text.slice(start..length)))
    }),
};
