//! What is in a text.

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static STARTS_WITH: Builtin = Builtin {
    signature: "text.starts_with(prefix: text) -> bool",
    doc: "Whether the text begins with `prefix`.",
    examples: &[(r#""WEB-12".starts_with("WEB")"#, "true")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).str(0)?.starts_with(Args(args).str(1)?)))),
};

pub(in crate::builtins) static ENDS_WITH: Builtin = Builtin {
    signature: "text.ends_with(suffix: text) -> bool",
    doc: "Whether the text ends with `suffix`.",
    examples: &[(r#""a.csv".ends_with(".csv")"#, "true")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).str(0)?.ends_with(Args(args).str(1)?)))),
};

pub(in crate::builtins) static INDEX_OF: Builtin = Builtin {
    signature: "text.index_of(part: text) -> int?",
    doc: "How many characters stand before the first `part`; none if it is not in there.",
    examples: &[(r#""café!".index_of("!") ?? -1"#, "4")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let text = args.str(0)?;
        Ok(text
            .find(args.str(1)?)
            .and_then(|at| text.get(..at))
            .map_or(Value::None, |before| count(before.graphemes(true).count())))
    }),
};

pub(in crate::builtins) static COUNT: Builtin = Builtin {
    signature: "text.count(part: text) -> int",
    doc: "How often `part` is in the text, without overlaps.",
    examples: &[(r#""banana".count("an")"#, "2")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let part = args.str(1)?;
        Ok(count(if part.is_empty() { 0 } else { args.str(0)?.matches(part).count() }))
    }),
};
