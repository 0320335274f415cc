//! JSON as text. (A response has its `json` already.)

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value, from_json, text_room, to_json};

pub(in crate::builtins) static PARSE: Builtin = Builtin {
    signature: "json.parse(x: text) -> json",
    doc: "What a JSON text says; fails if it is no JSON.",
    examples: &[(r#"json.parse("[1, 2]")[1] as int"#, "2")],
    kind: Kind::Pure(|args, _| {
        let parsed = serde_json::from_str(Args(args).str(0)?)
            .map_err(|error| Fault::new(FaultKind::Shape, format!("the text is no JSON: {error}")))?;
        from_json(&parsed)
    }),
};

pub(in crate::builtins) static ENCODE: Builtin = Builtin {
    signature: "json.encode(x: V, pretty: bool = false) -> text",
    doc: "The JSON text of a value.",
    examples: &[("json.encode([1, none])", "[1,null]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let json = to_json(args.get(0)?)?;
        let text = if args.bool(1)? { format!("{json:#}") } else { json.to_string() };
        text_room(0, text.len())?;
        Ok(Value::data(text))
    }),
};
