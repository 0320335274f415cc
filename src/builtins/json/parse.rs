//! `json.parse`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, from_json};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "json.parse(x: text) -> json",
    doc: "What a JSON text says; fails if it is no JSON.",
    examples: &[(r#"json.parse("[1, 2]")[1] as int"#, "2")],
    kind: Kind::Pure(|args, _| {
        let parsed = serde_json::from_str(Args(args).str(0)?)
            .map_err(|error| Fault::new(FaultKind::Shape, format!("the text is no JSON: {error}")))?;
        from_json(&parsed)
    }),
};
