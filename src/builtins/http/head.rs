//! `http.head`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::http::shared::call;
use crate::value::CallBody;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "http.head(url: text, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Asks for the headers of what stands at an address.",
    examples: &[(r#"http.head("https://api.example.com/item").status"#, "200")],
    kind: Kind::Effect(|args, _| call("HEAD", args, CallBody::Empty)),
};
