//! `text.take`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::end_of;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.take(n: int) -> text",
    doc: "The first `n` characters, or all if there are fewer.",
    examples: &[(r#""deadbeef".take(4)"#, r#""dead""#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        Ok(Value::Text(text.slice(0..end_of(text, Args(args).int(1)?))))
    }),
};
