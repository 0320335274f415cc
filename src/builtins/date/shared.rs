//! What several of these need.

use crate::value::{Fault, FaultKind, Value};
use jiff::civil::{Date, Weekday};

/// The fault of a day that no calendar has.
pub(in crate::builtins) fn beyond() -> Fault {
    Fault::new(FaultKind::Arithmetic, "the date is beyond the year 9999")
}

/// The name in lower case, as schedules write it.
pub(in crate::builtins) fn weekday_name(date: Date) -> Value {
    Value::data(match date.weekday() {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    })
}
