//! `time.hour`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::shared::zoned;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.hour -> int",
    doc: "The hour of the day, 0 to 23.",
    examples: &[(r#""2026-01-05T09:30:00Z".to_time?.hour"#, "9")],
    kind: Kind::Pure(|args, env| Ok(Value::Int(zoned(args, env)?.hour().into()))),
};
