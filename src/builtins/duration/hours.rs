//! `duration.hours`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "duration.hours -> int",
    doc: "Whole hours in it.",
    examples: &[("90m.hours", "1")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)? / 3_600_000))),
};
