//! `text.sha512`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::hex;
use crate::value::Value;
use sha2::{Digest, Sha512};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.sha512 -> text",
    doc: "The SHA-512 hash of the text, in hexadecimal digits.",
    examples: &[(r#""abc".sha512.take(8)"#, r#""ddaf35a1""#)],
    kind: Kind::Pure(|args, _| Ok(Value::data(hex(&Sha512::digest(Args(args).str(0)?))))),
};
