//! `duration.seconds`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "duration.seconds -> int",
    doc: "Whole seconds in it.",
    examples: &[("2m.seconds", "120")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)? / 1000))),
};
