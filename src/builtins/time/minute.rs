//! `time.minute`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::shared::zoned;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.minute -> int",
    doc: "The minute of the hour, 0 to 59.",
    examples: &[(r#""2026-01-05T09:30:00Z".to_time?.minute"#, "30")],
    kind: Kind::Pure(|args, env| Ok(Value::Int(zoned(args, env)?.minute().into()))),
};
