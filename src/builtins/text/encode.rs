//! Texts in the codes that other systems ask for.

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

pub(in crate::builtins) static BASE64: Builtin = Builtin {
    signature: "text.base64 -> text",
    doc: "The bytes of the text (UTF-8) in base64.",
    examples: &[(r#""wbot".base64"#, "d2JvdA==")],
    kind: Kind::Pure(|args, _| Ok(Value::data(STANDARD.encode(Args(args).str(0)?)))),
};

pub(in crate::builtins) static FROM_BASE64: Builtin = Builtin {
    signature: "text.from_base64 -> text?",
    doc: "The text whose base64 this is; none if it is none.",
    examples: &[(r#""d2JvdA==".from_base64 ?? "-""#, "wbot")],
    kind: Kind::Pure(|args, _| {
        let code = Args(args).str(0)?.trim();
        let bytes = STANDARD.decode(code).or_else(|_| URL_SAFE_NO_PAD.decode(code.trim_end_matches('=')));
        Ok(bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Value::None, Value::data))
    }),
};

pub(in crate::builtins) static URL_ENCODE: Builtin = Builtin {
    signature: "text.url_encode -> text",
    doc: "The text as part of an address.",
    examples: &[(r#""a b&c/é".url_encode"#, "a%20b%26c%2F%C3%A9")],
    kind: Kind::Pure(|args, _| {
        Ok(Value::data(
            form_urlencoded::byte_serialize(Args(args).str(0)?.as_bytes())
                .collect::<String>()
                .replace('+', "%20"),
        ))
    }),
};

pub(in crate::builtins) static URL_DECODE: Builtin = Builtin {
    signature: "text.url_decode -> text",
    doc: "The text that stands in an address.",
    examples: &[(r#""a%20b".url_decode"#, "a b")],
    kind: Kind::Pure(|args, _| {
        let code = format!("={}", Args(args).str(0)?.replace('&', "%26"));
        let decoded = form_urlencoded::parse(code.as_bytes()).next();
        Ok(Value::data(decoded.map(|(_, text)| text.into_owned()).unwrap_or_default()))
    }),
};

pub(in crate::builtins) static SHA256: Builtin = Builtin {
    signature: "text.sha256 -> text",
    doc: "The SHA-256 hash of the text, in hexadecimal digits.",
    examples: &[(r#""abc".sha256.take(8)"#, "ba7816bf")],
    kind: Kind::Pure(|args, _| Ok(Value::data(hex(&Sha256::digest(Args(args).str(0)?))))),
};

pub(in crate::builtins) static HMAC_SHA256: Builtin = Builtin {
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"))
}
