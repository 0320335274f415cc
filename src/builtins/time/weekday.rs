//! `time.weekday`

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::date::shared::weekday_name;
use crate::builtins::time::shared::zoned;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.weekday -> weekday",
    doc: "The day of the week, as monday.",
    examples: &[(r#""2026-01-05T09:30:00Z".to_time?.weekday"#, r#""monday""#)],
    kind: Kind::Pure(|args, env| Ok(weekday_name(zoned(args, env)?.date()))),
};
