//! `date.week`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.week -> int",
    doc: "The number of its week (ISO 8601: they begin on Monday).",
    examples: &[("date(2026, 1, 5).week", "2")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).date(0)?.iso_week_date().week().into()))),
};
