//! Methods of `date`, a day in the bot's time zone.

use crate::builtins::Env;
use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::weekday_name;
use crate::value::{Fault, FaultKind, Value};
use jiff::Span;
use jiff::civil::{Date, Weekday};

pub(in crate::builtins) static OF: Builtin = Builtin {
    signature: "date(year: int, month: int, day: int) -> date",
    doc: "The day with this year, month (1 to 12) and day (from 1).",
    examples: &[("date(2026, 1, 31)", "2026-01-31")],
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

pub(in crate::builtins) static YEAR: Builtin = Builtin {
    signature: "date.year -> int",
    doc: "The year.",
    examples: &[("date(2026, 1, 31).year", "2026")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).date(0)?.year().into()))),
};

pub(in crate::builtins) static MONTH: Builtin = Builtin {
    signature: "date.month -> int",
    doc: "The month, 1 to 12.",
    examples: &[("date(2026, 1, 31).month", "1")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).date(0)?.month().into()))),
};

pub(in crate::builtins) static DAY: Builtin = Builtin {
    signature: "date.day -> int",
    doc: "The day of the month, from 1.",
    examples: &[("date(2026, 1, 31).day", "31")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).date(0)?.day().into()))),
};

pub(in crate::builtins) static WEEK: Builtin = Builtin {
    signature: "date.week -> int",
    doc: "The number of its week (ISO 8601: they begin on Monday).",
    examples: &[("date(2026, 1, 5).week", "2")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).date(0)?.iso_week_date().week().into()))),
};

pub(in crate::builtins) static WEEKDAY: Builtin = Builtin {
    signature: "date.weekday -> text",
    doc: "The day of the week, as monday.",
    examples: &[("date(2026, 1, 5).weekday", "monday")],
    kind: Kind::Pure(|args, _| Ok(weekday_name(Args(args).date(0)?))),
};

pub(in crate::builtins) static IS_WEEKEND: Builtin = Builtin {
    signature: "date.is_weekend -> bool",
    doc: "Whether it is a Saturday or a Sunday.",
    examples: &[("date(2026, 1, 5).is_weekend", "false")],
    kind: Kind::Pure(|args, _| {
        Ok(Value::Bool(matches!(Args(args).date(0)?.weekday(), Weekday::Saturday | Weekday::Sunday)))
    }),
};

pub(in crate::builtins) static AT: Builtin = Builtin {
    signature: "date.at(hour: int, minute: int = 0) -> time",
    doc: "The instant at this hour of the day in the bot's time zone.",
    examples: &[("date(2026, 1, 5).at(9, 30).minute", "30")],
    kind: Kind::Pure(|args, env| {
        let parsed = Args(args);
        instant(parsed.date(0)?, parsed.int(1)?, parsed.int(2)?, env)
    }),
};

pub(in crate::builtins) static ADD_MONTHS: Builtin = Builtin {
    signature: "date.add_months(n: int) -> date",
    doc: "The same day so many months later; the last of the month where it has no such day.",
    examples: &[("date(2026, 1, 31).add_months(1)", "2026-02-28")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (date, months) = (args.date(0)?, args.int(1)?);
        let moved = Span::new().try_months(months).and_then(|span| date.checked_add(span));
        moved.map(Value::Date).map_err(|_| beyond())
    }),
};

pub(in crate::builtins) static START_OF_MONTH: Builtin = Builtin {
    signature: "date.start_of_month -> date",
    doc: "The first day of its month.",
    examples: &[("date(2026, 2, 7).start_of_month", "2026-02-01")],
    kind: Kind::Pure(|args, _| Ok(Value::Date(Args(args).date(0)?.first_of_month()))),
};

pub(in crate::builtins) static END_OF_MONTH: Builtin = Builtin {
    signature: "date.end_of_month -> date",
    doc: "The last day of its month.",
    examples: &[("date(2026, 2, 7).end_of_month", "2026-02-28")],
    kind: Kind::Pure(|args, _| Ok(Value::Date(Args(args).date(0)?.last_of_month()))),
};

fn instant(date: Date, hour: i64, minute: i64, env: &Env) -> Result<Value, Fault> {
    let clock = (i8::try_from(hour), i8::try_from(minute));
    let (Ok(hour @ 0..=23), Ok(minute @ 0..=59)) = clock else {
        return Err(Fault::new(FaultKind::Builtin, format!("there is no hour {hour}:{minute:02}")));
    };
    let zoned = date.at(hour, minute, 0, 0).to_zoned(env.zone.clone()).map_err(|_| beyond())?;
    Ok(Value::Time(zoned.timestamp().as_millisecond()))
}

fn beyond() -> Fault {
    Fault::new(FaultKind::Arithmetic, "the date is beyond the year 9999")
}
