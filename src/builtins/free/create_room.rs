//! `create_room`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Effect, Fault, FaultKind, RoomChange};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "create_room(title: text) -> room",
    doc: "Makes a group room with the bot in it.",
    examples: &[(r#"let r = create_room("Incident 7"); r.title"#, r#""Incident 7""#)],
    kind: Kind::Effect(|args, _| {
        let title = Args(args).str(0)?.trim();
        if title.is_empty() {
            return Err(Fault::new(FaultKind::Builtin, "a room needs a title"));
        }
        Ok(Effect::Room(RoomChange::Create { title: title.into() }))
    }),
};
