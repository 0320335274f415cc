//! `float.power`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::finite;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.power(n: float) -> float",
    doc: "The number to the power of `n`.",
    examples: &[("2.0.power(0.5).round_to(3)", "1.414")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.powf(Args(args).float(1)?))),
};
