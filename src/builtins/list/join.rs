//! `list.join`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::list::shared::joined;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: r#"list<P>.join(by: text = "", last: text?) -> text"#,
    doc: "The elements in one text, with `by` between them, and `last` (if given) before the last one.",
    examples: &[
        (r#"["a", "b", "c"].join(", ")"#, r#""a, b, c""#),
        (r#"["a", "b", "c"].join(", ", last: " and ")"#, r#""a, b and c""#),
    ],
    kind: Kind::Pure(|args, env| {
        let args = Args(args);
        let by = args.text(1)?;
        let last = if args.given(2).is_some() { args.text(2)? } else { by };
        joined(args.items(0)?, (by, last), env).map(Value::Text)
    }),
};
