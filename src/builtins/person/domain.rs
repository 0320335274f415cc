//! `person.domain`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::builtins::person::shared::field;
use crate::value::{Read, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "person.domain -> text",
    doc: "What stands behind the @ of the address.",
    examples: &[(r#"person("bob@acme.com").domain"#, r#""acme.com""#)],
    kind: Kind::Read {
        ask: |args| {
            let email = &Args(args).person(0)?.email;
            Ok(match email.split_once('@') {
                Some((_, domain)) => Answer::Known(Value::data(domain)),
                None => Answer::Ask(Read::Person(Args(args).person(0)?.clone())),
            })
        },
        pick: |profile, _| {
            Ok(Value::data(field(&profile, "email").split_once('@').map_or("", |(_, domain)| domain)))
        },
    },
};
