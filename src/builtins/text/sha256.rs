//! `text.sha256`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::hex;
use crate::value::Value;
use sha2::{Digest, Sha256};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.sha256 -> text",
    doc: "The SHA-256 hash of the text, in hexadecimal digits.",
    examples: &[(r#""abc".sha256.take(8)"#, r#""ba7816bf""#)],
    kind: Kind::Pure(|args, _| Ok(Value::data(hex(&Sha256::digest(Args(args).str(0)?))))),
};
