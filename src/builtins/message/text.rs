//! `message.text`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::builtins::message::shared::field;
use crate::value::{Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "message.text -> text",
    doc: "What it says, without markup.",
    examples: &[(r#"let m = say "**Hello**"; m.text"#, r#""Hello""#)],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Message(Args(args).message(0)?.clone()))),
        pick: |content, _| Ok(field(content, "text", Value::data(""))),
    },
};
