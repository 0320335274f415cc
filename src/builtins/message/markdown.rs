//! `message.markdown`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::builtins::message::shared::field;
use crate::value::{Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "message.markdown -> text",
    doc: "What it says, as markdown; the plain text where it has none.",
    examples: &[(r#"let m = say "**Hello**"; m.markdown"#, r#""**Hello**""#)],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Message(Args(args).message(0)?.clone()))),
        pick: |content, _| Ok(field(content, "markdown", Value::data(""))),
    },
};
