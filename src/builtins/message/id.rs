//! `message.id`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "message.id -> text",
    doc: "The id that Webex gives.",
    examples: &[(r#"let m = say "Hello"; m.id.is_empty"#, "false")],
    kind: Kind::Pure(|args, _| Ok(Value::data(&Args(args).message(0)?.id))),
};
