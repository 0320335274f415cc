//! `duration.max`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "duration.max(other: duration) -> duration",
    doc: "The longer of the two.",
    examples: &[("1h.max(30m)", "1h")],
    kind: Kind::Pure(|args, _| Ok(Value::Duration(Args(args).duration(0)?.max(Args(args).duration(1)?)))),
};
