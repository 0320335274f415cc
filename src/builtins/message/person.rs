//! `message.person`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::builtins::message::shared::field;
use crate::value::{Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "message.person -> person?",
    doc: "Who said it.",
    examples: &[(r#"let m = say "Hello"; m.person == bot"#, "true")],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Message(Args(args).message(0)?.clone()))),
        pick: |content, _| Ok(field(content, "person", Value::None)),
    },
};
