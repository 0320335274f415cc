//! `room.people`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::Read;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "room.people -> list<person>",
    doc: "The people in the room, without the bot.",
    examples: &[(
        r#"let r = create_room("Ops"); r.add(person("bob@example.com")); r.people.map(p => p.email)"#,
        r#"["bob@example.com"]"#,
    )],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::People(Args(args).room(0)?.clone()))),
        pick: |people, _| Ok(people),
    },
};
