//! `person.avatar`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::builtins::person::shared::field;
use crate::value::{Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "person.avatar -> text",
    doc: "The address of the picture; empty where there is none.",
    examples: &[(r#"person("bob@example.com").avatar"#, r#""""#)],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Person(Args(args).person(0)?.clone()))),
        pick: |profile, _| Ok(Value::data(field(&profile, "avatar"))),
    },
};
