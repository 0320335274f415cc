//! `float.abs`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::finite;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.abs -> float",
    doc: "The number without its sign.",
    examples: &[("(-2.5).abs", "2.5")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.abs())),
};
