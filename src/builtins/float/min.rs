//! `float.min`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::finite;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.min(other: float) -> float",
    doc: "The lesser of the two.",
    examples: &[("2.5.min(1.5)", "1.5")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.min(Args(args).float(1)?))),
};
