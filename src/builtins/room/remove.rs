//! `room.remove`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Effect, RoomChange};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "room.remove(person: person) -> nothing",
    doc: "Takes a person out, `bot` too; who is not in the room stays out.",
    examples: &[(
        r#"let r = create_room("Ops"); r.add(person("bob@example.com")); r.remove(person("bob@example.com")); r.people.len"#,
        "0",
    )],
    kind: Kind::Effect(|args, _| {
        let args = Args(args);
        let (room, person) = (args.room(0)?.clone(), args.person(1)?.clone());
        Ok(Effect::Room(RoomChange::Remove { room, person }))
    }),
};
