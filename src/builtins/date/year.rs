//! `date.year`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.year -> int",
    doc: "The year.",
    examples: &[("date(2026, 1, 31).year", "2026")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).date(0)?.year().into()))),
};
