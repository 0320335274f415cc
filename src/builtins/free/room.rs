//! `room`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::{Fault, FaultKind, Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "room(title: text) -> room",
    doc: "The room with this title; fails if the bot is in no such room.",
    examples: &[(r#"let r = create_room("Ops"); room("ops").title"#, r#""Ops""#)],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::RoomByTitle(Args(args).str(0)?.into()))),
        pick: |found, args| match found {
            Value::Room(_) => Ok(found),
            _ => Err(Fault::new(
                FaultKind::Builtin,
                format!("the bot is in no room called `{}`", Args(args).str(0)?),
            )),
        },
    },
};
