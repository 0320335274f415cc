//! `quote`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{TextBuilder, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "quote(x: text) -> text",
    doc: "The text as a quotation.",
    examples: &[(r#"quote("so")"#, r#""> so""#)],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        let mut builder = TextBuilder::new();
        builder.push("> ", true);
        for (own, run) in text.runs() {
            for part in run.split_inclusive('\n') {
                match part.strip_suffix('\n') {
                    Some(line) => {
                        builder.push(line, own);
                        builder.push("\n> ", true);
                    }
                    None => builder.push(part, own),
                }
            }
        }
        Ok(Value::Text(builder.finish()))
    }),
};
