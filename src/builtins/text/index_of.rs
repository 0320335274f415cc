//! `text.index_of`

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.index_of(part: text) -> int?",
    doc: "How many characters stand before the first `part`; none if it is not in there.",
    examples: &[(r#""café!".index_of("!")"#, "4")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let text = args.str(0)?;
        Ok(text
            .find(args.str(1)?)
            .and_then(|at| text.get(..at))
            .map_or(Value::None, |before| count(before.graphemes(true).count())))
    }),
};
