//! `date.add_months`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::date::shared::beyond;
use crate::value::Value;
use jiff::Span;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.add_months(n: int) -> date",
    doc: "The same day so many months later; the last of the month where it has no such day.",
    examples: &[("date(2026, 1, 31).add_months(1)", "date(2026, 2, 28)")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (date, months) = (args.date(0)?, args.int(1)?);
        let moved = Span::new().try_months(months).and_then(|span| date.checked_add(span));
        moved.map(Value::Date).map_err(|_| beyond())
    }),
};
