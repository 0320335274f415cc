//! `text.drop`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::end_of;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.drop(n: int) -> text",
    doc: "What follows the first `n` characters.",
    examples: &[(r#""v1.2".drop(1)"#, r#""1.2""#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        Ok(Value::Text(text.slice(end_of(text, Args(args).int(1)?)..text.as_str().len())))
    }),
};
