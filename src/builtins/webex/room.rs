//! Rooms and who is in them.

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::{Fault, FaultKind, Read, Value};

pub(in crate::builtins) static OF: Builtin = Builtin {
    signature: "room(title: text) -> room",
    doc: "The room with this title; fails if the bot is in no such room.",
    examples: &[],
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

pub(in crate::builtins) static FIND: Builtin = Builtin {
    signature: "find_room(title: text) -> room?",
    doc: "The room with this title; none if the bot is in no such room.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::RoomByTitle(Args(args).str(0)?.into()))),
        pick: |found, _| Ok(found),
    },
};

pub(in crate::builtins) static ID: Builtin = Builtin {
    signature: "room.id -> text",
    doc: "The id that Webex gives.",
    examples: &[],
    kind: Kind::Pure(|args, _| Ok(Value::data(&Args(args).room(0)?.id))),
};

pub(in crate::builtins) static TITLE: Builtin = Builtin {
    signature: "room.title -> text",
    doc: "The title.",
    examples: &[],
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

pub(in crate::builtins) static IS_DIRECT: Builtin = Builtin {
    signature: "room.is_direct -> bool",
    doc: "Whether it is the room of the bot and one person.",
    examples: &[],
    kind: Kind::Pure(|args, _| Ok(Value::Bool(Args(args).room(0)?.direct))),
};

pub(in crate::builtins) static PEOPLE: Builtin = Builtin {
    signature: "room.people -> list<person>",
    doc: "The people in the room, without the bot.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::People(Args(args).room(0)?.clone()))),
        pick: |people, _| Ok(people),
    },
};
