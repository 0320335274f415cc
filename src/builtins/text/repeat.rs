//! `text.repeat`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, text_room};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.repeat(n: int) -> text",
    doc: "The text `n` times.",
    examples: &[(r#""-".repeat(5)"#, r#""-----""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let text = args.str(0)?;
        let times = at_most(args.int(1)?);
        text_room(0, text.len().saturating_mul(times))?;
        Ok(Value::data(text.repeat(times)))
    }),
};
