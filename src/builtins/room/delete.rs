//! `room.delete`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Effect, RoomChange};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "room.delete() -> nothing",
    doc: "Deletes the room; of a room that the bot did not make it only leaves.",
    examples: &[(r#"let r = create_room("Ops"); r.delete(); find_room("Ops")"#, "none")],
    kind: Kind::Effect(|args, _| {
        let args = Args(args);
        Ok(Effect::Room(RoomChange::Delete { room: args.room(0)?.clone() }))
    }),
};
