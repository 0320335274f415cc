//! `date.month`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.month -> int",
    doc: "The month, 1 to 12.",
    examples: &[("date(2026, 1, 31).month", "1")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).date(0)?.month().into()))),
};
