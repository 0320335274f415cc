//! `text.url_encode`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use url::form_urlencoded;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.url_encode -> text",
    doc: "The text as part of an address.",
    examples: &[(r#""a b&c/é".url_encode"#, r#""a%20b%26c%2F%C3%A9""#)],
    kind: Kind::Pure(|args, _| {
        Ok(Value::data(
            form_urlencoded::byte_serialize(Args(args).str(0)?.as_bytes())
                .collect::<String>()
                .replace('+', "%20"),
        ))
    }),
};
