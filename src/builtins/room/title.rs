//! `room.title`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::{Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "room.title -> text",
    doc: "The title.",
    examples: &[(r#"let r = create_room("Ops"); r.title"#, r#""Ops""#)],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Room(Args(args).room(0)?.clone()))),
        pick: |room, _| match room {
            Value::Record(fields) | Value::Map(fields) => {
                Ok(fields.get("title").cloned().unwrap_or_else(|| Value::data("")))
            }
            _ => Ok(Value::data("")),
        },
    },
};
