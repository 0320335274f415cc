//! `text.last`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::some;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.last -> text?",
    doc: "The last character; none if there is none.",
    examples: &[(r#""été!".last"#, r#""!""#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        Ok(some(text, text.as_str().grapheme_indices(true).next_back()))
    }),
};
