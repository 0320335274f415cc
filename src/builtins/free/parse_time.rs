//! `parse_time`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::shared::zone_called;
use crate::value::{Value, local_instant};
use jiff::fmt::strtime::BrokenDownTime;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "parse_time(x: text, format: text, zone: text?) -> time?",
    doc: "The instant that the text is in a strftime format, in a time zone (the bot's, if none is named); none if it is none.",
    examples: &[(r#"parse_time("1970-01-01 09:00", "%Y-%m-%d %H:%M", zone: "Asia/Tokyo")?.unix"#, "0")],
    kind: Kind::Pure(|args, env| {
        let args = Args(args);
        let Ok(parsed) = BrokenDownTime::parse(args.str(1)?, args.str(0)?.trim()) else {
            return Ok(Value::None);
        };
        let zone = match args.given(2).and_then(Value::as_str) {
            Some(name) => zone_called(name)?,
            None => env.zone.clone(),
        };
        // A text that names its offset is an instant already.
        let exact = parsed.to_timestamp().ok().map(jiff::Timestamp::as_millisecond);
        let instant = exact.or_else(|| local_instant(parsed.to_datetime().ok()?, &zone));
        Ok(instant.map_or(Value::None, Value::Time))
    }),
};
