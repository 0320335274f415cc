//! `text.base64`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.base64 -> text",
    doc: "The bytes of the text (UTF-8) in base64.",
    examples: &[(r#""wbot".base64"#, r#""d2JvdA==""#)],
    kind: Kind::Pure(|args, _| Ok(Value::data(STANDARD.encode(Args(args).str(0)?)))),
};
