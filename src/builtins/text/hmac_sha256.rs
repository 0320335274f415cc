//! `text.hmac_sha256`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::text::shared::hex;
use crate::value::Value;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.hmac_sha256(key: text) -> text",
    doc: "The HMAC-SHA-256 of the text under a key, in hexadecimal digits.",
    examples: &[(r#""a".hmac_sha256("k").len"#, "64")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(args.str(1)?.as_bytes())
            .expect("a key of any length is taken");
        mac.update(args.str(0)?.as_bytes());
        Ok(Value::data(hex(&mac.finalize().into_bytes())))
    }),
};
