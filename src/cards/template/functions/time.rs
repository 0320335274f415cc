//! Instants, as texts like `2018-03-15T13:00:00.000Z`, as seconds since 1970, or as ticks (100 ns since the
//! year 1).

use super::args::{Args, Given, shown};
use crate::cards::template::date::{read, read_iso, utc};
use crate::cards::template::date_format::{ISO, Moment, converted, write};
use crate::cards::template::datum::Datum;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// Ticks of the beginning of 1970.
const EPOCH_TICKS: i64 = 621_355_968_000_000_000;
const TICKS_PER_MS: i64 = 10_000;
const MS_PER_DAY: f64 = 86_400_000.0;

/// The format that stands at `at`, if one does.
fn format_at(args: &[Datum], at: usize) -> String {
    match Args(args).get(at) {
        Datum::Text(format) => converted(format.as_str()),
        _ => ISO.to_owned(),
    }
}

fn written(ms: i64, format: &str) -> Given {
    let local = utc(ms).ok_or("this time is beyond all calendars")?;
    Ok(Datum::data(write(Moment { local, offset: 0 }, format)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of any calendar fit; what does not is out of it"
)]
fn whole_ms(ms: f64) -> i64 {
    ms as i64
}

#[expect(clippy::cast_precision_loss, reason = "the template language has floats only")]
fn number(whole: i64) -> Datum {
    Datum::Number(whole as f64)
}

/// An instant in exactly the form of `toISOString`, which most functions ask for.
fn instant(args: &[Datum], at: usize) -> Result<i64, String> {
    let text = Args(args).text(at)?;
    read_iso(text.as_str())
        .ok_or_else(|| format!("`{}` is no time like 2018-03-15T13:00:00.000Z", text.as_str()))
}

/// The same in UTC.
fn moment(args: &[Datum]) -> Result<DateTime, String> {
    utc(instant(args, 0)?).ok_or_else(|| "this time is beyond all calendars".to_owned())
}

pub(super) fn is_date_time(args: &[Datum]) -> Given {
    let text = Args(args).get(0);
    Ok(Datum::Bool(matches!(&text, Datum::Text(text) if read_iso(text.as_str()).is_some())))
}

pub(super) fn format_date_time(args: &[Datum]) -> Given {
    let text = Args(args).text(0)?;
    let ms = read(text.as_str()).ok_or_else(|| format!("`{}` is no date", text.as_str()))?;
    written(ms, &format_at(args, 1))
}

pub(super) fn format_epoch(args: &[Datum]) -> Given {
    written(whole_ms(Args(args).number(0)? * 1000.0), &format_at(args, 1))
}

fn ticks_of(args: &[Datum]) -> Result<i64, String> {
    match Args(args).get(0) {
        Datum::Ticks(ticks) => Ok(ticks),
        Datum::Number(number) => Ok(whole_ms(number)),
        Datum::Text(text) if text.as_str().parse::<i64>().is_ok() => {
            Ok(text.as_str().parse().unwrap_or_default())
        }
        other => Err(format!("{} is no number of ticks", shown(&other))),
    }
}

pub(super) fn format_ticks(args: &[Datum]) -> Given {
    written((ticks_of(args)?.saturating_sub(EPOCH_TICKS)) / TICKS_PER_MS, &format_at(args, 1))
}

pub(super) fn ticks(args: &[Datum]) -> Given {
    let ticks = instant(args, 0)?.checked_mul(TICKS_PER_MS).and_then(|ticks| ticks.checked_add(EPOCH_TICKS));
    ticks.map(Datum::Ticks).ok_or_else(|| "this time is beyond all calendars".to_owned())
}

fn ticks_in(args: &[Datum], ms: f64) -> Given {
    let Datum::Number(ticks) = number(ticks_of(args)?) else { return Ok(Datum::Missing) };
    Ok(Datum::Number(ticks / (ms * 10_000.0)))
}

pub(super) fn ticks_to_days(args: &[Datum]) -> Given {
    ticks_in(args, MS_PER_DAY)
}

pub(super) fn ticks_to_hours(args: &[Datum]) -> Given {
    ticks_in(args, 3_600_000.0)
}

pub(super) fn ticks_to_minutes(args: &[Datum]) -> Given {
    ticks_in(args, 60_000.0)
}

pub(super) fn difference(args: &[Datum]) -> Given {
    Ok(number((instant(args, 0)? - instant(args, 1)?).saturating_mul(TICKS_PER_MS)))
}

fn add_ms(args: &[Datum], unit: f64) -> Given {
    // JavaScript's dates count whole milliseconds, and their parts are whole.
    let count = Args(args).number(1)?.trunc();
    written(instant(args, 0)?.saturating_add(whole_ms(count * unit)), &format_at(args, 2))
}

pub(super) fn add_days(args: &[Datum]) -> Given {
    add_ms(args, MS_PER_DAY)
}

pub(super) fn add_hours(args: &[Datum]) -> Given {
    add_ms(args, 3_600_000.0)
}

pub(super) fn add_minutes(args: &[Datum]) -> Given {
    add_ms(args, 60_000.0)
}

pub(super) fn add_seconds(args: &[Datum]) -> Given {
    add_ms(args, 1_000.0)
}

/// `Day`, `Week` and the others, so many of them.
fn span(count: i64, unit: &str) -> Result<Span, String> {
    let span = Span::new();
    let made = match unit {
        "Second" => span.try_seconds(count),
        "Minute" => span.try_minutes(count),
        "Hour" => span.try_hours(count),
        "Day" => span.try_days(count),
        "Week" => span.try_weeks(count),
        "Month" => span.try_months(count),
        "Year" => span.try_years(count),
        _ => return Err(format!("`{unit}` is none of Second Minute Hour Day Week Month Year")),
    };
    made.map_err(|_| format!("{count} is too large"))
}

/// `ms`, moved by what stands in the arguments `at` and after it.
fn moved(args: &[Datum], (ms, at): (i64, usize), back: bool) -> Given {
    let span = span(Args(args).whole(at)?, Args(args).text(at + 1)?.as_str())?;
    let span = if back { -span } else { span };
    let beyond = || "this time is beyond all calendars".to_owned();
    let moved = utc(ms).ok_or_else(beyond)?.checked_add(span).map_err(|_| beyond())?;
    Ok(Datum::data(write(Moment { local: moved, offset: 0 }, &format_at(args, at + 2))))
}

pub(super) fn add_to_time(args: &[Datum]) -> Given {
    moved(args, (instant(args, 0)?, 1), false)
}

pub(super) fn subtract_from_time(args: &[Datum]) -> Given {
    moved(args, (instant(args, 0)?, 1), true)
}

pub(super) fn future(args: &[Datum], now_ms: i64) -> Given {
    moved(args, (now_ms, 0), false)
}

pub(super) fn past(args: &[Datum], now_ms: i64) -> Given {
    moved(args, (now_ms, 0), true)
}

pub(super) fn now(args: &[Datum], now_ms: i64) -> Given {
    written(now_ms, &format_at(args, 0))
}

fn start(args: &[Datum], local: DateTime) -> Given {
    Ok(Datum::data(write(Moment { local, offset: 0 }, &format_at(args, 1))))
}

pub(super) fn start_of_day(args: &[Datum]) -> Given {
    start(args, moment(args)?.date().to_datetime(Time::midnight()))
}

pub(super) fn start_of_hour(args: &[Datum]) -> Given {
    let moment = moment(args)?;
    start(args, moment.date().at(moment.hour(), 0, 0, 0))
}

pub(super) fn start_of_month(args: &[Datum]) -> Given {
    start(args, moment(args)?.date().first_of_month().to_datetime(Time::midnight()))
}

pub(super) fn day_of_month(args: &[Datum]) -> Given {
    Ok(Datum::Number(f64::from(moment(args)?.day())))
}

pub(super) fn day_of_week(args: &[Datum]) -> Given {
    Ok(Datum::Number(f64::from(moment(args)?.weekday().to_sunday_zero_offset())))
}

pub(super) fn day_of_year(args: &[Datum]) -> Given {
    Ok(Datum::Number(f64::from(moment(args)?.day_of_year())))
}

pub(super) fn month(args: &[Datum]) -> Given {
    Ok(Datum::Number(f64::from(moment(args)?.month())))
}

pub(super) fn year(args: &[Datum]) -> Given {
    Ok(Datum::Number(f64::from(moment(args)?.year())))
}

pub(super) fn date(args: &[Datum]) -> Given {
    written(instant(args, 0)?, "M/DD/YYYY")
}

pub(super) fn time_of_day(args: &[Datum]) -> Given {
    let moment = moment(args)?;
    let clock = i32::from(moment.hour()) * 100 + i32::from(moment.minute());
    Ok(Datum::data(match clock {
        0 => "midnight",
        1..1200 => "morning",
        1200 => "noon",
        1201..1800 => "afternoon",
        1800..=2200 => "evening",
        _ => "night",
    }))
}

/// Names that Windows has for time zones.
const WINDOWS: &[(&str, &str)] = &[
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Mountain Standard Time", "America/Denver"),
    ("Central Standard Time", "America/Chicago"),
    ("Eastern Standard Time", "America/New_York"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("GMT Standard Time", "Europe/London"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("Romance Standard Time", "Europe/Paris"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("Turkey Standard Time", "Europe/Istanbul"),
    ("Israel Standard Time", "Asia/Jerusalem"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("Arabian Standard Time", "Asia/Dubai"),
    ("India Standard Time", "Asia/Calcutta"),
    ("SE Asia Standard Time", "Asia/Bangkok"),
    ("China Standard Time", "Asia/Shanghai"),
    ("Singapore Standard Time", "Asia/Singapore"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("Korea Standard Time", "Asia/Seoul"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
];

fn zone(args: &[Datum]) -> Result<TimeZone, String> {
    let text = Args(args).text(1)?;
    let name =
        WINDOWS.iter().find(|(name, _)| *name == text.as_str()).map_or(text.as_str(), |(_, name)| name);
    TimeZone::get(name).map_err(|_| format!("there is no time zone `{name}`"))
}

pub(super) fn from_utc(args: &[Datum]) -> Given {
    let ms = instant(args, 0)?;
    let zoned = Timestamp::from_millisecond(ms).map_err(|error| error.to_string())?.to_zoned(zone(args)?);
    let format = match Args(args).get(2) {
        Datum::Text(format) => converted(format.as_str()),
        _ => "YYYY-MM-DDTHH:mm:ss.SSS0000".to_owned(),
    };
    Ok(Datum::data(write(Moment { local: zoned.datetime(), offset: zoned.offset().seconds() }, &format)))
}

pub(super) fn to_utc(args: &[Datum]) -> Given {
    let text = Args(args).text(0)?;
    let local = read(text.as_str()).and_then(utc).ok_or_else(|| format!("`{}` is no date", text.as_str()))?;
    let zoned = local.to_zoned(zone(args)?).map_err(|error| error.to_string())?;
    written(zoned.timestamp().as_millisecond(), &format_at(args, 2))
}

#[cfg(test)]
mod tests {
    use super::Datum;
    use crate::cards::template::date::iso;

    #[test]
    fn ticks_are_counted_from_the_year_1() {
        let Ok(Datum::Ticks(ticks)) = super::ticks(&[Datum::data("2018-03-15T13:00:00.000Z")]) else {
            panic!("no ticks")
        };
        assert_eq!(ticks, 636_567_156_000_000_000);
        let Ok(Datum::Text(text)) = super::format_ticks(&[Datum::Ticks(ticks)]) else { panic!("no text") };
        assert_eq!(Some(text.as_str()), iso(1_521_118_800_000).as_deref());
    }
}
