//! `text.before`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.before(part: text) -> text",
    doc: "What stands before the first `part`; the whole text if it is not in there.",
    examples: &[(r#""a=b=c".before("=")"#, r#""a""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let text = args.text(0)?;
        let end = text.as_str().find(args.str(1)?).unwrap_or(text.as_str().len());
        Ok(Value::Text(text.slice(0..end)))
    }),
};
