//! `person.last_name`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::builtins::person::shared::field;
use crate::value::{Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "person.last_name -> text",
    doc: "The last name; empty where it is not known.",
    examples: &[(r#"person("bob@example.com").last_name"#, r#""""#)],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Person(Args(args).person(0)?.clone()))),
        pick: |profile, _| Ok(Value::data(field(&profile, "last_name"))),
    },
};
