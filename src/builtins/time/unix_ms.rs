//! `time.unix_ms`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.unix_ms -> int",
    doc: "Milliseconds since 1970-01-01T00:00Z.",
    examples: &[("time_of_unix(60).unix_ms", "60000")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).time(0)?))),
};
