//! `text.split`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::parts;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.split(by: text) -> list<text>",
    doc: "The parts between the separators; the characters if the separator is empty.",
    examples: &[(r#""a,b,,c".split(",").len"#, "4"), (r#""a b".split(" ").join("+")"#, "a+b")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (text, by) = (args.text(0)?, args.str(1)?);
        if by.is_empty() {
            return parts(text, text.as_str().graphemes(true));
        }
        parts(text, text.as_str().split(by))
    }),
};
