//! `person.id`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::person::shared::{known, known_or};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "person.id -> text",
    doc: "The id that Webex gives.",
    examples: &[(r#"person("bob@example.com").id.is_empty"#, "false")],
    kind: Kind::Read {
        ask: |args| known(args, |person| &person.id),
        pick: |profile, args| Ok(known_or(&profile, "id", &Args(args).person(0)?.id)),
    },
};
