//! `text.find_all`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.find_all(regex: R) -> list<text>",
    doc: "All parts that the regex (or the text) is found in, without overlaps.",
    examples: &[(r#""WEB-1, WEB-22".find_all(/\d+/)"#, r#"["1", "22"]"#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let text = args.text(0)?;
        let found = args.pattern(1)?.all(text.as_str());
        Ok(Value::list(found.into_iter().map(|part| Value::Text(text.slice(part))).collect()))
    }),
};
