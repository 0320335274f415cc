//! `text.words`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::parts;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.words -> list<text>",
    doc: "The parts between white space.",
    examples: &[(r#""  to  be ".words"#, r#"["to", "be"]"#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        parts(text, text.as_str().split_whitespace())
    }),
};
