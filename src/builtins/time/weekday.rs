//! Names of the days of the week.

use crate::value::Value;
use jiff::civil::{Date, Weekday};

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
