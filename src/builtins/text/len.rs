//! `text.len`

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.len -> int",
    doc: "How many characters the text has, as a reader sees them.",
    examples: &[(r#""café".len"#, "4"), (r#""👩‍👩‍👧".len"#, "1")],
    kind: Kind::Pure(|args, _| Ok(count(Args(args).str(0)?.graphemes(true).count()))),
};
