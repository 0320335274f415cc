//! `float.ceil`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, int_of};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.ceil -> int",
    doc: "The whole number at or above it.",
    examples: &[("2.1.ceil", "3")],
    kind: Kind::Pure(|args, _| int_of(Args(args).float(0)?.ceil()).map(Value::Int)),
};
