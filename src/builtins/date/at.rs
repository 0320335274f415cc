//! `date.at`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::date::shared::beyond;
use crate::builtins::time::shared::zone_called;
use crate::value::{Fault, FaultKind, Value, local_instant};
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.at(hour: int, minute: int = 0, zone: text?) -> time",
    doc: "The instant at this hour of the day, in a time zone (the bot's, if none is named).",
    examples: &[
        ("date(2026, 1, 5).at(9, 30).minute", "30"),
        (r#"date(1970, 1, 1).at(9, zone: "Asia/Tokyo").unix"#, "0"),
        // An hour that daylight saving skips is where the skipped hours end.
        (
            r#"date(2026, 3, 29).at(2, 30, zone: "Europe/Berlin") == date(2026, 3, 29).at(3, zone: "Europe/Berlin")"#,
            "true",
        ),
    ],
    kind: Kind::Pure(|args, env| {
        let parsed = Args(args);
        let zone = match parsed.given(3).and_then(Value::as_str) {
            Some(name) => zone_called(name)?,
            None => env.zone.clone(),
        };
        instant(parsed.date(0)?, (parsed.int(1)?, parsed.int(2)?), &zone)
    }),
};

fn instant(date: Date, (hour, minute): (i64, i64), zone: &TimeZone) -> Result<Value, Fault> {
    let clock = (i8::try_from(hour), i8::try_from(minute));
    let (Ok(hour @ 0..=23), Ok(minute @ 0..=59)) = clock else {
        return Err(Fault::new(FaultKind::Builtin, format!("there is no hour {hour}:{minute:02}")));
    };
    local_instant(date.at(hour, minute, 0, 0), zone).map(Value::Time).ok_or_else(beyond)
}
