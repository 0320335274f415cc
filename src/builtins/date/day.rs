//! `date.day`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.day -> int",
    doc: "The day of the month, from 1.",
    examples: &[("date(2026, 1, 31).day", "31")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).date(0)?.day().into()))),
};
