//! When a schedule runs: pure computing on instants.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// When an `every` runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Schedule {
    /// After each so many milliseconds.
    Interval(i64),
    /// At hours of days.
    Calendar(Calendar),
}

/// Hours of days in the bot's time zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Minutes since midnight, rising; at least one.
    pub minutes: Vec<u16>,
    /// Days of the month: bit 1 for the first.
    pub month_days: u32,
    /// Months: bit 1 for January.
    pub months: u16,
    /// Days of the week: bit 0 for Sunday.
    pub week_days: u8,
    /// Whether a day fits by the month or by the week, as cron has it when both are restricted;
    /// otherwise it must fit by both.
    pub either: bool,
}

/// All days of a month.
pub const ALL_MONTH_DAYS: u32 = 0xffff_fffe;
/// All months.
pub const ALL_MONTHS: u16 = 0x1ffe;
/// All days of a week.
pub const ALL_WEEK_DAYS: u8 = 0x7f;
/// How many days are looked at: a leap day is at most eight years away.
const DAYS_MAX: u32 = 366 * 8 + 2;

impl Schedule {
    /// The first tick after `after_ms` (milliseconds since 1970); nothing where there is none. An hour
    /// that daylight saving skips runs right after, one that it repeats runs once.
    #[must_use]
    pub fn next_after(&self, after_ms: i64, zone: &TimeZone) -> Option<i64> {
        match self {
            Self::Interval(ms) => after_ms.checked_add((*ms).max(1)),
            Self::Calendar(calendar) => calendar.next_after(after_ms, zone),
        }
    }

    /// The tick after one that was due at `due_ms`, once it is `now_ms`: those that were missed are left
    /// out, intervals keep their beat.
    #[must_use]
    pub fn next_tick(&self, due_ms: i64, now_ms: i64, zone: &TimeZone) -> Option<i64> {
        match self {
            Self::Interval(ms) => {
                let ms = (*ms).max(1);
                let missed = now_ms.saturating_sub(due_ms).max(0) / ms;
                due_ms.checked_add(ms.checked_mul(missed.checked_add(1)?)?)
            }
            Self::Calendar(calendar) => calendar.next_after(now_ms.max(due_ms), zone),
        }
    }
}

impl Calendar {
    fn next_after(&self, after_ms: i64, zone: &TimeZone) -> Option<i64> {
        let after = Timestamp::from_millisecond(after_ms).ok()?;
        // An hour that is skipped may run on the next day.
        let mut date = after.to_zoned(zone.clone()).date().yesterday().ok()?;
        for _ in 0..DAYS_MAX {
            if self.fits(date) {
                let ticks = self.minutes.iter().filter_map(|minutes| hour_of(date, *minutes, zone));
                if let Some(tick) = ticks.filter(|tick| *tick > after_ms).min() {
                    return Some(tick);
                }
            }
            date = date.checked_add(1.day()).ok()?;
        }
        None
    }

    fn fits(&self, date: Date) -> bool {
        let bit = |set: u32, at: i8| u32::try_from(at).is_ok_and(|at| set >> at & 1 == 1);
        if !bit(self.months.into(), date.month()) {
            return false;
        }
        let by_month = bit(self.month_days, date.day());
        let by_week = bit(self.week_days.into(), date.weekday().to_sunday_zero_offset());
        if self.either { by_month || by_week } else { by_month && by_week }
    }
}

/// The instant of an hour of a day, in minutes since midnight, as [`local_instant`] finds it.
#[must_use]
pub fn hour_of(date: Date, minutes: u16, zone: &TimeZone) -> Option<i64> {
    let time = Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()?;
    local_instant(DateTime::from_parts(date, time), zone)
}

/// The instant of a local time, in milliseconds since 1970: the first of two, the end of the gap where daylight
/// saving skips it. All that reads a local time reads it so.
#[must_use]
pub fn local_instant(at: DateTime, zone: &TimeZone) -> Option<i64> {
    let ambiguous = zone.to_ambiguous_timestamp(at);
    let gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let found = ambiguous.compatible().ok()?;
    if !gap {
        return Some(found.as_millisecond());
    }
    // The first hour of a gap is found at the very change, which has to count as one before.
    let after = found.checked_add(1.millisecond()).ok()?;
    let change = zone.preceding(after).next();
    Some(change.map_or(found, |change| change.timestamp()).as_millisecond())
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// Reads the five fields of a cron line: minute, hour, day of the month, month, day of the week.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read_cron(line: &str) -> Result<Calendar, String> {
    let line = match line.trim() {
        "@hourly" => "0 * * * *",
        "@daily" | "@midnight" => "0 0 * * *",
        "@weekly" => "0 0 * * 0",
        "@monthly" => "0 0 1 * *",
        "@yearly" | "@annually" => "0 0 1 1 *",
        other => other,
    };
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [minute, hour, month_day, month, week_day] = fields.as_slice() else {
        return Err(format!("a cron line has five fields, this one has {}", fields.len()));
    };
    let minutes = field(minute, &Field { what: "minute", from: 0, to: 59, names: &[] })?;
    let hours = field(hour, &Field { what: "hour", from: 0, to: 23, names: &[] })?;
    let month_days = field(month_day, &Field { what: "day of the month", from: 1, to: 31, names: &[] })?;
    let months = field(month, &Field { what: "month", from: 1, to: 12, names: &MONTHS })?;
    let days = field(week_day, &Field { what: "day of the week", from: 0, to: 7, names: &DAYS })?;
    let week_days = (days | days >> 7) & 0x7f;
    let every = (0..24u16).filter(|hour| hours >> hour & 1 == 1);
    let minutes = every
        .flat_map(|hour| (0..60u16).filter(|minute| minutes >> minute & 1 == 1).map(move |it| hour * 60 + it))
        .collect();
    let too_many = |_| "a field is out of range".to_owned();
    Ok(Calendar {
        minutes,
        month_days: u32::try_from(month_days).map_err(too_many)?,
        months: u16::try_from(months).map_err(too_many)?,
        week_days: u8::try_from(week_days).map_err(too_many)?,
        either: !month_day.starts_with('*') && !week_day.starts_with('*'),
    })
}

struct Field<'f> {
    what: &'f str,
    from: u32,
    to: u32,
    /// Names of the values, from `from` on.
    names: &'f [&'f str],
}

/// The values of a field as bits.
fn field(text: &str, of: &Field<'_>) -> Result<u64, String> {
    let mut bits = 0u64;
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => {
                let step = step.parse::<u32>().ok().filter(|step| *step > 0);
                (range, step.ok_or_else(|| format!("`{part}`: a step is a number from 1 up"))?)
            }
            None => (part, 1),
        };
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (of.from, of.to),
            Some((from, to)) => (one(from, of)?, one(to, of)?),
            // `5/10` goes on to the end.
            None if step > 1 => (one(range, of)?, of.to),
            None => {
                let at = one(range, of)?;
                (at, at)
            }
        };
        if from > to {
            return Err(format!("`{part}`: {from} comes after {to}"));
        }
        for at in (from..=to).step_by(usize::try_from(step).unwrap_or(usize::MAX)) {
            bits |= 1 << at;
        }
    }
    Ok(bits)
}

fn one(text: &str, of: &Field<'_>) -> Result<u32, String> {
    let lower = text.to_lowercase();
    if let Some(at) = of.names.iter().position(|name| *name == lower) {
        return Ok(of.from + u32::try_from(at).unwrap_or(0));
    }
    let number = text.parse::<u32>().ok().filter(|number| (of.from..=of.to).contains(number));
    number.ok_or_else(|| format!("`{text}` is no {}: they go from {} to {}", of.what, of.from, of.to))
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
