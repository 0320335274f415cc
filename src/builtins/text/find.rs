//! `text.find`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.find(regex: R) -> text?",
    doc: "The first part that the regex (or the text) is found in; none if there is none.",
    examples: &[(r#""see WEB-12".find(/[A-Z]+-\d+/)"#, r#""WEB-12""#), (r#""see".find(/\d/)"#, "none")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let text = args.text(0)?;
        Ok(args.pattern(1)?.first(text.as_str()).map_or(Value::None, |part| Value::Text(text.slice(part))))
    }),
};
