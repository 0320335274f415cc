//! `error.body`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "error.body -> json",
    doc: "The body of the answer, where there is one.",
    examples: &[],
    kind: Kind::Pure(|args, _| Ok(Args(args).error(0)?.body.clone().unwrap_or_default())),
};
