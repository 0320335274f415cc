//! `error.message`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "error.message -> text",
    doc: "What happened.",
    examples: &[],
    kind: Kind::Pure(|args, _| Ok(Args(args).error(0)?.message.clone())),
};
