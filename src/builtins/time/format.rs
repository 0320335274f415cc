//! `time.format`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::shared::{zone_called, zoned};
use crate::value::{Fault, FaultKind, Value};
use jiff::fmt::strtime::BrokenDownTime;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.format(format: text, zone: text?) -> text",
    doc: "The instant in a strftime format, in a time zone (the bot's, if none is named).",
    examples: &[(r#"time_of_unix(0).format("%H:%M", zone: "Asia/Tokyo")"#, r#""09:00""#)],
    kind: Kind::Pure(|args, env| {
        let format = Args(args).str(1)?;
        let mut zoned = zoned(args, env)?;
        if let Some(name) = Args(args).given(2).and_then(Value::as_str) {
            zoned = zoned.with_time_zone(zone_called(name)?);
        }
        let shown = BrokenDownTime::from(&zoned).to_string(format);
        shown.map(Value::data).map_err(|error| {
            Fault::new(FaultKind::Builtin, format!("`{format}` is no format for a time: {error}"))
        })
    }),
};
