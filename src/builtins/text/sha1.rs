//! `text.sha1`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::hex;
use crate::value::Value;
use sha1::{Digest, Sha1};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.sha1 -> text",
    doc: "The SHA-1 hash of the text, in hexadecimal digits; for other systems that ask for it, not for secrets.",
    examples: &[(r#""abc".sha1.take(8)"#, r#""a9993e36""#)],
    kind: Kind::Pure(|args, _| Ok(Value::data(hex(&Sha1::digest(Args(args).str(0)?))))),
};
