//! `file.text`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::{Read, field};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "file.text -> text",
    doc: "The content of the file as text.",
    examples: &[(
        r#"let m = say "Report" file "a,b" as "report.csv"; m.files.map(f => f.text)"#,
        r#"["a,b"]"#,
    )],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::File(Args(args).file(0)?.clone()))),
        pick: |file, _| Ok(field(&file, "text")),
    },
};
