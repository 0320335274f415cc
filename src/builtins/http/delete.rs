//! `http.delete`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::http::shared::call_with_body;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "http.delete(url: text, json: J?, form: map<S>?, body: S?, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Deletes what stands at an address.",
    examples: &[(r#"http.delete("https://api.example.com/item").status"#, "204")],
    kind: Kind::Effect(|args, _| call_with_body("DELETE", args)),
};
