//! `now`

use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "now -> time",
    doc: "The time of the event that is being handled.",
    examples: &[("now == now", "true")],
    kind: Kind::Pure(|_, env| Ok(Value::Time(env.now_ms))),
};
