//! `person.name`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::builtins::person::shared::name;
use crate::value::{Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "person.name -> text",
    doc: "The display name; the local part of the address where it is not known.",
    examples: &[(r#"person("bob@example.com").name"#, r#""Bob""#)],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Person(Args(args).person(0)?.clone()))),
        pick: |profile, args| Ok(Value::data(name(&profile, Args(args).person(0)?))),
    },
};
