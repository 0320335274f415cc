//! `person`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value, parse_email};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "person(email: text) -> person",
    doc: "The person with this e-mail address.",
    examples: &[(r#"person("Bob@Acme.com").email"#, r#""bob@acme.com""#)],
    kind: Kind::Pure(|args, _| {
        let email = Args(args).str(0)?;
        parse_email(email)
            .map(Value::Person)
            .ok_or_else(|| Fault::new(FaultKind::Builtin, format!("`{email}` is no e-mail address")))
    }),
};
