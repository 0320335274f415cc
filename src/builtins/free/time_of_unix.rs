//! `time_of_unix`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::shared::beyond;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time_of_unix(seconds: int) -> time",
    doc: "The instant so many seconds after 1970-01-01T00:00Z.",
    examples: &[("time_of_unix(60).unix", "60")],
    kind: Kind::Pure(|args, _| Args(args).int(0)?.checked_mul(1000).map(Value::Time).ok_or_else(beyond)),
};
