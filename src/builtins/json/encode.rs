//! `json.encode`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, text_room, to_json};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "json.encode(x: V, pretty: bool = false) -> text",
    doc: "The JSON text of a value.",
    examples: &[(r#"json.encode({ "a": [1, none] })"#, r#""\{\"a\":[1,null]}""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let json = to_json(args.get(0)?)?;
        let text = if args.bool(1)? { format!("{json:#}") } else { json.to_string() };
        text_room(0, text.len())?;
        Ok(Value::data(text))
    }),
};
