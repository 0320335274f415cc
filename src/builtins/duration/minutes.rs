//! `duration.minutes`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "duration.minutes -> int",
    doc: "Whole minutes in it.",
    examples: &[("90m.minutes", "90")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)? / 60_000))),
};
