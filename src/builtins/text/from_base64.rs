//! `text.from_base64`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.from_base64 -> text?",
    doc: "The text whose base64 this is; none if it is none.",
    examples: &[(r#""d2JvdA==".from_base64"#, r#""wbot""#)],
    kind: Kind::Pure(|args, _| {
        let code = Args(args).str(0)?.trim();
        let bytes = STANDARD.decode(code).or_else(|_| URL_SAFE_NO_PAD.decode(code.trim_end_matches('=')));
        Ok(bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Value::None, Value::data))
    }),
};
