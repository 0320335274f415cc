//! `date`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};
use jiff::civil::Date;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date(year: int, month: int, day: int) -> date",
    doc: "The day with this year, month (1 to 12) and day (from 1).",
    examples: &[("date(2026, 1, 31)", "date(2026, 1, 31)")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (year, month, day) = (args.int(0)?, args.int(1)?, args.int(2)?);
        let fits = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
        let date = match fits {
            (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok(),
            _ => None,
        };
        date.map(Value::Date)
            .ok_or_else(|| Fault::new(FaultKind::Builtin, format!("there is no day {year}-{month}-{day}")))
    }),
};
