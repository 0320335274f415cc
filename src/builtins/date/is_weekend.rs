//! `date.is_weekend`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use jiff::civil::Weekday;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.is_weekend -> bool",
    doc: "Whether it is a Saturday or a Sunday.",
    examples: &[("date(2026, 1, 5).is_weekend", "false")],
    kind: Kind::Pure(|args, _| {
        Ok(Value::Bool(matches!(Args(args).date(0)?.weekday(), Weekday::Saturday | Weekday::Sunday)))
    }),
};
