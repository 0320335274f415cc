//! `date.end_of_week`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::date::shared::beyond;
use crate::value::Value;
use jiff::Span;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.end_of_week -> date",
    doc: "The Sunday of its week.",
    examples: &[("date(2026, 1, 8).end_of_week", "date(2026, 1, 11)")],
    kind: Kind::Pure(|args, _| {
        let date = Args(args).date(0)?;
        let days = 6 - i64::from(date.weekday().to_monday_zero_offset());
        date.checked_add(Span::new().days(days)).map(Value::Date).map_err(|_| beyond())
    }),
};
