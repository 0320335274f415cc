//! `duration.min`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "duration.min(other: duration) -> duration",
    doc: "The shorter of the two.",
    examples: &[("1h.min(30m)", "30m")],
    kind: Kind::Pure(|args, _| Ok(Value::Duration(Args(args).duration(0)?.min(Args(args).duration(1)?)))),
};
