//! `person.first_name`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::builtins::person::shared::{field, name};
use crate::value::{Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "person.first_name -> text",
    doc: "The first name.",
    examples: &[(r#"person("bob@example.com").first_name"#, r#""Bob""#)],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Person(Args(args).person(0)?.clone()))),
        pick: |profile, args| {
            let first = field(&profile, "first_name");
            if !first.is_empty() {
                return Ok(Value::data(first));
            }
            let name = name(&profile, Args(args).person(0)?);
            Ok(Value::data(name.split_whitespace().next().unwrap_or(&name)))
        },
    },
};
