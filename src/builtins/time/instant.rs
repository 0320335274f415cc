//! Methods of `time`. What is read off a clock or a calendar is that of the bot's time zone.

use crate::builtins::Env;
use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::weekday_name;
use crate::value::{Fault, FaultKind, Value, show_instant};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

pub(in crate::builtins) static DATE: Builtin = Builtin {
    signature: "time.date -> date",
    doc: "The day.",
    examples: &[(r#""2026-01-05T09:30:00Z".to_time?.date ?? today"#, "2026-01-05")],
    kind: Kind::Pure(|args, env| Ok(Value::Date(zoned(args, env)?.date()))),
};

pub(in crate::builtins) static HOUR: Builtin = Builtin {
    signature: "time.hour -> int",
    doc: "The hour of the day, 0 to 23.",
    examples: &[(r#""2026-01-05T09:30:00Z".to_time?.hour ?? -1"#, "9")],
    kind: Kind::Pure(|args, env| Ok(Value::Int(zoned(args, env)?.hour().into()))),
};

pub(in crate::builtins) static MINUTE: Builtin = Builtin {
    signature: "time.minute -> int",
    doc: "The minute of the hour, 0 to 59.",
    examples: &[(r#""2026-01-05T09:30:00Z".to_time?.minute ?? -1"#, "30")],
    kind: Kind::Pure(|args, env| Ok(Value::Int(zoned(args, env)?.minute().into()))),
};

pub(in crate::builtins) static SECOND: Builtin = Builtin {
    signature: "time.second -> int",
    doc: "The second of the minute, 0 to 59.",
    examples: &[(r#""2026-01-05T09:30:07Z".to_time?.second ?? -1"#, "7")],
    kind: Kind::Pure(|args, env| Ok(Value::Int(zoned(args, env)?.second().into()))),
};

pub(in crate::builtins) static WEEKDAY: Builtin = Builtin {
    signature: "time.weekday -> text",
    doc: "The day of the week, as monday.",
    examples: &[(r#""2026-01-05T09:30:00Z".to_time?.weekday ?? "-""#, "monday")],
    kind: Kind::Pure(|args, env| Ok(weekday_name(zoned(args, env)?.date()))),
};

pub(in crate::builtins) static UNIX: Builtin = Builtin {
    signature: "time.unix -> int",
    doc: "Whole seconds since 1970-01-01T00:00Z.",
    examples: &[(r#""1970-01-01T00:01:00Z".to_time?.unix ?? 0"#, "60")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).time(0)?.div_euclid(1000)))),
};

pub(in crate::builtins) static ISO: Builtin = Builtin {
    signature: "time.iso -> text",
    doc: "The instant as other systems write it, in UTC.",
    examples: &[("time_of_unix(0).iso", "1970-01-01T00:00:00Z")],
    kind: Kind::Pure(|args, _| {
        let ms = Args(args).time(0)?;
        show_instant(ms).map(Value::data).ok_or_else(beyond)
    }),
};

pub(in crate::builtins) static FORMAT: Builtin = Builtin {
    signature: "time.format(format: text, zone: text?) -> text",
    doc: "The instant in a strftime format, in a time zone (the bot's, if none is named).",
    examples: &[(r#"time_of_unix(0).format("%H:%M", zone: "Asia/Tokyo")"#, "09:00")],
    kind: Kind::Pure(|args, env| {
        let format = Args(args).str(1)?;
        let mut zoned = zoned(args, env)?;
        if let Some(name) = Args(args).given(2).and_then(Value::as_str) {
            let zone = TimeZone::get(name).map_err(|_| refused(format!("there is no time zone `{name}`")))?;
            zoned = zoned.with_time_zone(zone);
        }
        let shown = BrokenDownTime::from(&zoned).to_string(format);
        shown
            .map(Value::data)
            .map_err(|error| refused(format!("`{format}` is no format for a time: {error}")))
    }),
};

pub(in crate::builtins) static OF_UNIX: Builtin = Builtin {
    signature: "time_of_unix(seconds: int) -> time",
    doc: "The instant so many seconds after 1970-01-01T00:00Z.",
    examples: &[("time_of_unix(60).unix", "60")],
    kind: Kind::Pure(|args, _| Args(args).int(0)?.checked_mul(1000).map(Value::Time).ok_or_else(beyond)),
};

fn zoned(args: &[Value], env: &Env) -> Result<Zoned, Fault> {
    let instant = Timestamp::from_millisecond(Args(args).time(0)?).map_err(|_| beyond())?;
    Ok(instant.to_zoned(env.zone.clone()))
}

fn beyond() -> Fault {
    Fault::new(FaultKind::Arithmetic, "the time is beyond the year 9999")
}

fn refused(message: String) -> Fault {
    Fault::new(FaultKind::Builtin, message)
}
