//! `text.shorten`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.shorten(n: int) -> text",
    doc: "At most `n` characters: a longer text ends in an ellipsis.",
    examples: &[(r#""deployment".shorten(7)"#, r#""deploy…""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        Ok(Value::data(shortened(args.str(0)?, at_most(args.int(1)?))))
    }),
};

/// At most `n` characters, the last one an ellipsis if there were more.
fn shortened(text: &str, n: usize) -> String {
    if text.graphemes(true).nth(n).is_none() {
        return text.to_owned();
    }
    match n.checked_sub(1) {
        Some(before) => text.graphemes(true).take(before).chain(std::iter::once("…")).collect(),
        None => String::new(),
    }
}
