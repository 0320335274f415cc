//! `text.split`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::search::Pattern;
use crate::builtins::text::shared::parts;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.split(by: R) -> list<text>",
    doc: "The parts between the separators (a text or a regex); the characters if the separator is empty.",
    examples: &[
        (r#""a,b,,c".split(",")"#, r#"["a", "b", "", "c"]"#),
        (r#""a1b22c".split(/\d+/)"#, r#"["a", "b", "c"]"#),
    ],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let text = args.text(0)?;
        match args.pattern(1)? {
            Pattern::Text("") => parts(text, text.as_str().graphemes(true)),
            Pattern::Text(by) => parts(text, text.as_str().split(by)),
            Pattern::Regex(by) => parts(text, by.split(text.as_str())),
        }
    }),
};
