//! `room.add`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Effect, RoomChange};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "room.add(person: person) -> nothing",
    doc: "Adds a person; who is in the room already stays.",
    examples: &[(
        r#"let r = create_room("Ops"); r.add(person("bob@example.com")); r.people.map(p => p.email)"#,
        r#"["bob@example.com"]"#,
    )],
    kind: Kind::Effect(|args, _| {
        let args = Args(args);
        let (room, person) = (args.room(0)?.clone(), args.person(1)?.clone());
        Ok(Effect::Room(RoomChange::Add { room, person }))
    }),
};
