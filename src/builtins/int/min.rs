//! `int.min`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "int.min(other: int) -> int",
    doc: "The lesser of the two.",
    examples: &[("3.min(2)", "2")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).int(0)?.min(Args(args).int(1)?)))),
};
