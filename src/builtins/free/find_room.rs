//! `find_room`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::Read;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "find_room(title: text) -> room?",
    doc: "The room with this title; none if the bot is in no such room.",
    examples: &[(r#"find_room("No such room")"#, "none")],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::RoomByTitle(Args(args).str(0)?.into()))),
        pick: |found, _| Ok(found),
    },
};
