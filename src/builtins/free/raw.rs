//! `raw`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "raw(x: text) -> text",
    doc: "The text as markup of the script: stars, links and mentions in it take effect.",
    examples: &[(r#"raw("**" + "a**")"#, r#""**a**""#)],
    kind: Kind::Pure(|args, _| Ok(Value::Text(Args(args).text(0)?.to_own()))),
};
