//! `text.pad_end`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::padded;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: r#"text.pad_end(n: int, with: text = " ") -> text"#,
    doc: "The text with `with` behind it, up to `n` characters.",
    examples: &[(r#""ab".pad_end(4, ".")"#, r#""ab..""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        padded(args.text(0)?, (args.int(1)?, args.text(2)?), false).map(Value::Text)
    }),
};
