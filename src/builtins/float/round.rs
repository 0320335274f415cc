//! `float.round`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, int_of};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.round -> int",
    doc: "The nearest whole number; halves are rounded away from zero.",
    examples: &[("2.5.round", "3"), ("(-2.4).round", "-2")],
    kind: Kind::Pure(|args, _| int_of(Args(args).float(0)?).map(Value::Int)),
};
