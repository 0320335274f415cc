//! `date.end_of_month`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.end_of_month -> date",
    doc: "The last day of its month.",
    examples: &[("date(2026, 2, 7).end_of_month", "date(2026, 2, 28)")],
    kind: Kind::Pure(|args, _| Ok(Value::Date(Args(args).date(0)?.last_of_month()))),
};
