//! `text.pad_start`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::padded;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: r#"text.pad_start(n: int, with: text = " ") -> text"#,
    doc: "The text with `with` before it, up to `n` characters.",
    examples: &[(r#""7".pad_start(3, "0")"#, r#""007""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        padded(args.text(0)?, (args.int(1)?, args.text(2)?), true).map(Value::Text)
    }),
};
