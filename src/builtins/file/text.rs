//! `file.text`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::Read;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "file.text -> text",
    doc: "The content of the file as text.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::File(Args(args).file(0)?.clone()))),
        pick: |content, _| Ok(content),
    },
};
