//! `message.mentions`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::Read;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "message.mentions -> list<person>",
    doc: "The people whom it mentions, without the bot.",
    examples: &[(
        r#"let bob = person("bob@example.com"); let r = create_room("Ops"); r.add(bob); let m = say to r "Hello {bob.mention}"; m.mentions.map(p => p.email)"#,
        r#"["bob@example.com"]"#,
    )],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Mentions(Args(args).message(0)?.clone()))),
        pick: |people, _| Ok(people),
    },
};
