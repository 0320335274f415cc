//! `link`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{TextBuilder, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "link(title: text, url: text) -> text",
    doc: "A link; an address that is none of http, https or mailto leads nowhere.",
    examples: &[(r#"link("docs", "https://example.com")"#, r#""[docs](https://example.com)""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let mut builder = TextBuilder::new();
        builder.push("[", true);
        builder.push_text(args.text(0)?);
        builder.push("](", true);
        builder.push(args.str(1)?, false);
        builder.push(")", true);
        Ok(Value::Text(builder.finish()))
    }),
};
