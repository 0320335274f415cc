//! `date.next`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::date::shared::{beyond, weekday_name};
use crate::value::{Fault, FaultKind, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.next(day: weekday) -> date",
    doc: "The next day after it that is such a day of the week.",
    examples: &[
        (r#"date(2026, 1, 5).next("friday")"#, "date(2026, 1, 9)"),
        (r#"date(2026, 1, 5).next("monday")"#, "date(2026, 1, 12)"),
    ],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (date, name) = (args.date(0)?, args.str(1)?);
        let mut next = date;
        for _ in 0..7 {
            next = next.tomorrow().map_err(|_| beyond())?;
            if weekday_name(next).as_str() == Some(name) {
                return Ok(Value::Date(next));
            }
        }
        Err(Fault::new(FaultKind::Builtin, format!("there is no day of the week `{name}`")))
    }),
};
