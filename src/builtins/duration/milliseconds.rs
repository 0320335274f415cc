//! `duration.milliseconds`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "duration.milliseconds -> int",
    doc: "Milliseconds in it.",
    examples: &[("2s.milliseconds", "2000")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)?))),
};
