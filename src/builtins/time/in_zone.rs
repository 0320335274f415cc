//! `time.in_zone`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::date::shared::weekday_name;
use crate::builtins::time::shared::{instant, zone_called};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.in_zone(zone: text) -> { date: date, hour: int, minute: int, second: int, weekday: weekday }",
    doc: "What a calendar and a clock say in another time zone.",
    examples: &[(r#"time_of_unix(0).in_zone("Asia/Tokyo").hour"#, "9")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let zoned = instant(args.time(0)?)?.to_zoned(zone_called(args.str(1)?)?);
        Ok(Value::record([
            ("date", Value::Date(zoned.date())),
            ("hour", Value::Int(zoned.hour().into())),
            ("minute", Value::Int(zoned.minute().into())),
            ("second", Value::Int(zoned.second().into())),
            ("weekday", weekday_name(zoned.date())),
        ]))
    }),
};
