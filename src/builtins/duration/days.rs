//! `duration.days`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "duration.days -> int",
    doc: "Whole days in it.",
    examples: &[("36h.days", "1")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)? / 86_400_000))),
};
