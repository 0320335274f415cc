//! `text.count`

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.count(part: R) -> int",
    doc: "How often a text or a regex is found in the text, without overlaps.",
    examples: &[(r#""banana".count("an")"#, "2"), (r#""a1b22".count(/\d+/)"#, "2")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        Ok(count(args.pattern(1)?.all(args.str(0)?).len()))
    }),
};
