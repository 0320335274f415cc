//! `text.url_decode`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use url::form_urlencoded;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.url_decode -> text",
    doc: "The text that stands in an address.",
    examples: &[(r#""a%20b".url_decode"#, r#""a b""#)],
    kind: Kind::Pure(|args, _| {
        let code = format!("={}", Args(args).str(0)?.replace('&', "%26"));
        let decoded = form_urlencoded::parse(code.as_bytes()).next();
        Ok(Value::data(decoded.map(|(_, text)| text.into_owned()).unwrap_or_default()))
    }),
};
