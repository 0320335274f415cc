//! `set.join`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::joined;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: r#"set<P>.join(by: text = "") -> text"#,
    doc: "The elements in one text, with `by` between them.",
    examples: &[(r#"["a", "b"].to_set.join(", ")"#, r#""a, b""#)],
    kind: Kind::Pure(|args, env| {
        let args = Args(args);
        let by = args.text(1)?;
        joined(args.items(0)?, (by, by), env).map(Value::Text)
    }),
};
