//! `time.second`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::shared::zoned;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.second -> int",
    doc: "The second of the minute, 0 to 59.",
    examples: &[(r#""2026-01-05T09:30:07Z".to_time?.second"#, "7")],
    kind: Kind::Pure(|args, env| Ok(Value::Int(zoned(args, env)?.second().into()))),
};
