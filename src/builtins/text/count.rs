//! `text.count`

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.count(part: text) -> int",
    doc: "How often `part` is in the text, without overlaps.",
    examples: &[(r#""banana".count("an")"#, "2")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let part = args.str(1)?;
        Ok(count(if part.is_empty() { 0 } else { args.str(0)?.matches(part).count() }))
    }),
};
