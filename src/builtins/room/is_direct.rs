//! `room.is_direct`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "room.is_direct -> bool",
    doc: "Whether it is the room of the bot and one person.",
    examples: &[(r#"let r = create_room("Ops"); r.is_direct"#, "false")],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).room(0)?.direct))),
};
