//! `file.name`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::{Read, field};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "file.name -> text",
    doc: "The name under which it was sent, without folders.",
    examples: &[(
        r#"let m = say "Report" file "a,b" as "report.csv"; m.files.map(f => f.name)"#,
        r#"["report.csv"]"#,
    )],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::File(Args(args).file(0)?.clone()))),
        pick: |file, _| Ok(field(&file, "name")),
    },
};
