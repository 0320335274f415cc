//! `http.patch`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::http::shared::call_with_body;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "http.patch(url: text, json: J?, form: map<S>?, body: S?, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Changes what stands at an address.",
    examples: &[(r#"http.patch("https://api.example.com/item", json: { "name": "web" }).status"#, "200")],
    kind: Kind::Effect(|args, _| call_with_body("PATCH", args)),
};
