//! `person.email`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::person::shared::{known, known_or};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "person.email -> text",
    doc: "The e-mail address, in lower case.",
    examples: &[(r#"person("Bob@Acme.com").email"#, r#""bob@acme.com""#)],
    kind: Kind::Read {
        ask: |args| known(args, |person| &person.email),
        pick: |profile, args| Ok(known_or(&profile, "email", &Args(args).person(0)?.email)),
    },
};
