//! `room.rename`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Effect, Fault, FaultKind, RoomChange};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "room.rename(title: text) -> nothing",
    doc: "Gives the room another title.",
    examples: &[(r#"let r = create_room("Ops"); r.rename("Ops (done)"); r.title"#, r#""Ops (done)""#)],
    kind: Kind::Effect(|args, _| {
        let args = Args(args);
        let title = args.str(1)?.trim();
        if title.is_empty() {
            return Err(Fault::new(FaultKind::Builtin, "a room needs a title"));
        }
        Ok(Effect::Room(RoomChange::Rename { room: args.room(0)?.clone(), title: title.into() }))
    }),
};
