//! `http.get`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::http::shared::call;
use crate::value::CallBody;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "http.get(url: text, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Asks for what stands at an address.",
    examples: &[(r#"http.get("https://api.example.com/item").json.id"#, "7")],
    kind: Kind::Effect(|args, _| call("GET", args, CallBody::Empty)),
};
