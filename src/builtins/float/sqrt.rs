//! `float.sqrt`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::finite;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.sqrt -> float",
    doc: "The square root.",
    examples: &[("9.0.sqrt", "3")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.sqrt())),
};
