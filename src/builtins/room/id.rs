//! `room.id`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "room.id -> text",
    doc: "The id that Webex gives.",
    examples: &[(r#"let r = create_room("Ops"); r.id.is_empty"#, "false")],
    kind: Kind::Pure(|args, _| Ok(Value::data(&Args(args).room(0)?.id))),
};
