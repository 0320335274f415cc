//! `float.clamp`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::finite;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.clamp(low: float, high: float) -> float",
    doc: "The number, but no less than `low` and no more than `high`.",
    examples: &[("7.5.clamp(1.0, 5.0)", "5.0")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        finite(args.float(0)?.min(args.float(2)?).max(args.float(1)?))
    }),
};
