//! How long a text is.

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static LEN: Builtin = Builtin {
    signature: "text.len -> int",
    doc: "How many characters the text has, as a reader sees them.",
    examples: &[(r#""café".len"#, "4"), (r#""👩‍👩‍👧".len"#, "1")],
    kind: Kind::Pure(|args, _| Ok(count(Args(args).str(0)?.graphemes(true).count()))),
};

pub(in crate::builtins) static IS_EMPTY: Builtin = Builtin {
    signature: "text.is_empty -> bool",
    doc: "Whether the text has no characters.",
    examples: &[(r#""".is_empty"#, "true"), (r#"" ".is_empty"#, "false")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).str(0)?.is_empty()))),
};
