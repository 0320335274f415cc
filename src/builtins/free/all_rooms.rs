//! `all_rooms`

use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::Read;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "all_rooms -> list<room>",
    doc: "The group rooms that the bot is in.",
    examples: &[(r#"let r = create_room("Ops"); r in all_rooms"#, "true")],
    kind: Kind::Read { ask: |_| Ok(Answer::Ask(Read::Rooms)), pick: |rooms, _| Ok(rooms) },
};
