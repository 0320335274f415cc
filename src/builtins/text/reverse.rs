//! `text.reverse`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.reverse -> text",
    doc: "The characters from the last to the first.",
    examples: &[(r#""stop".reverse"#, r#""pots""#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).str(0)?;
        Ok(Value::data(text.graphemes(true).rev().collect::<String>()))
    }),
};
