//! `time.format`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::shared::zoned;
use crate::value::{Fault, FaultKind, Value};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
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

fn refused(message: String) -> Fault {
    Fault::new(FaultKind::Builtin, message)
}
