//! `float.floor`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, int_of};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.floor -> int",
    doc: "The whole number at or below it.",
    examples: &[("2.7.floor", "2")],
    kind: Kind::Pure(|args, _| int_of(Args(args).float(0)?.floor()).map(Value::Int)),
};
