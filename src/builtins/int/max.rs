//! `int.max`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "int.max(other: int) -> int",
    doc: "The greater of the two.",
    examples: &[("3.max(2)", "3")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).int(0)?.max(Args(args).int(1)?)))),
};
