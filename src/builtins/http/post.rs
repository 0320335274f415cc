//! `http.post`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::http::shared::call_with_body;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "http.post(url: text, json: J?, form: map<S>?, body: S?, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Sends a body to an address; done again after a failure only if `retry` says so.",
    examples: &[(r#"http.post("https://api.example.com/item", json: { "name": "web" }).json.id"#, "8")],
    kind: Kind::Effect(|args, _| call_with_body("POST", args)),
};
