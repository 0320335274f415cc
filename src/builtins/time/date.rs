//! `time.date`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::shared::zoned;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.date -> date",
    doc: "The day.",
    examples: &[(r#""2026-01-05T09:30:00Z".to_time?.date"#, "date(2026, 1, 5)")],
    kind: Kind::Pure(|args, env| Ok(Value::Date(zoned(args, env)?.date()))),
};
