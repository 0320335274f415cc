//! What several of these need.

use crate::builtins::Env;
use crate::builtins::args::Args;
use crate::value::{Fault, FaultKind, Value};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The first argument on the calendar and the clock of the bot's time zone.
pub(in crate::builtins) fn zoned(args: &[Value], env: &Env) -> Result<Zoned, Fault> {
    Ok(instant(Args(args).time(0)?)?.to_zoned(env.zone.clone()))
}

/// An instant that a calendar has.
pub(in crate::builtins) fn instant(ms: i64) -> Result<Timestamp, Fault> {
    Timestamp::from_millisecond(ms).map_err(|_| beyond())
}

/// The time zone of this name.
pub(in crate::builtins) fn zone_called(name: &str) -> Result<TimeZone, Fault> {
    TimeZone::get(name).map_err(|_| Fault::new(FaultKind::Builtin, format!("there is no time zone `{name}`")))
}

/// The fault of an instant that no calendar has.
pub(in crate::builtins) fn beyond() -> Fault {
    Fault::new(FaultKind::Arithmetic, "the time is beyond the year 9999")
}
