//! `float.max`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::finite;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.max(other: float) -> float",
    doc: "The greater of the two.",
    examples: &[("2.5.max(1.5)", "2.5")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.max(Args(args).float(1)?))),
};
