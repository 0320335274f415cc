//! `list.join`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, TextBuilder, Value, hole, text_room};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: r#"list<P>.join(by: text = "") -> text"#,
    doc: "The elements in one text, with `by` between them.",
    examples: &[(r#"["a", "b"].join(", ")"#, "a, b"), (r#"[1, 2].join("-")"#, "1-2")],
    kind: Kind::Pure(|args, env| {
        let args = Args(args);
        let by = args.text(1)?;
        let mut builder = TextBuilder::new();
        for (at, item) in args.items(0)?.iter().enumerate() {
            let Value::Text(item) = hole(item, &env.zone)? else {
                return Err(Fault::new(FaultKind::Internal, "a secret in a list"));
            };
            text_room(builder.len(), item.as_str().len() + by.as_str().len())?;
            if at > 0 {
                builder.push_text(by);
            }
            builder.push_text(&item);
        }
        Ok(Value::Text(builder.finish()))
    }),
};
