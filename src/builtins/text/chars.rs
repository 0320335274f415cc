//! `text.chars`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::parts;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.chars -> list<text>",
    doc: "The characters, as a reader sees them.",
    examples: &[(r#""né!".chars"#, r#"["n", "é", "!"]"#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        parts(text, text.as_str().graphemes(true))
    }),
};
