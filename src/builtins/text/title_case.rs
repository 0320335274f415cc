//! `text.title_case`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.title_case -> text",
    doc: "The text with the first letter of each word in upper case.",
    examples: &[(r#""the big day".title_case"#, r#""The Big Day""#)],
    kind: Kind::Pure(|args, _| {
        let mut titled = String::new();
        for word in Args(args).str(0)?.split_word_bounds() {
            let mut chars = word.chars();
            titled.extend(chars.next().into_iter().flat_map(char::to_uppercase).chain(chars));
        }
        Ok(Value::data(titled))
    }),
};
