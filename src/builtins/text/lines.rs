//! `text.lines`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::parts;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.lines -> list<text>",
    doc: "The lines of the text, without their ends.",
    examples: &[(r#""a\nb\n".lines"#, r#"["a", "b"]"#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        parts(text, text.as_str().lines())
    }),
};
