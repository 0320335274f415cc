//! `date.start_of_month`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.start_of_month -> date",
    doc: "The first day of its month.",
    examples: &[("date(2026, 2, 7).start_of_month", "date(2026, 2, 1)")],
    kind: Kind::Pure(|args, _| Ok(Value::Date(Args(args).date(0)?.first_of_month()))),
};
