//! Instants, as people type them: `17:30`, `9am`, `tomorrow 09:00`, `5 Jan at 9pm`, `in 2h`,
//! `2026-01-05T09:00+01:00`, `half past nine`, `tomorrow at 9`.

use super::calendar::date;
use super::duration::duration_ms;
use super::numeral::numeral;
use crate::value::local_instant;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The instant that `text` names, in milliseconds since 1970. An hour without a day is the next
/// such hour; one that daylight saving skips is where it ends, one that it repeats is the first.
pub(super) fn time_ms(text: &str, now: Timestamp, zone: &TimeZone) -> Option<i64> {
    instant(text.trim(), now, zone).map(Timestamp::as_millisecond)
}

fn instant(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    if text.eq_ignore_ascii_case("now") {
        return Some(now);
    }
    if let Some(wait) = strip_prefix_word(text, "in").and_then(duration_ms) {
        return now.checked_add(SignedDuration::from_millis(wait)).ok();
    }
    let at = |local: DateTime| Timestamp::from_millisecond(local_instant(local, zone)?).ok();
    if text.contains(':') && text.starts_with(|first: char| first.is_ascii_digit()) {
        if let Ok(exact) = text.parse::<Timestamp>() {
            return Some(exact);
        }
        if let Some(local) = text.contains('-').then(|| text.parse::<DateTime>().ok()).flatten() {
            return at(local);
        }
    }
    let today = zone.to_datetime(now).date();
    if let Some(hour) = clock_at(text).or_else(|| whole_hour(text)) {
        let first = at(today.to_datetime(hour))?;
        return if first > now { Some(first) } else { at(today.tomorrow().ok()?.to_datetime(hour)) };
    }
    let (day, Hour::Said(hour) | Hour::Bare(hour)) = day_and_hour(text)?;
    at(date(day, today)?.to_datetime(hour))
}

/// `tomorrow at 9 am`: cut at any space so that one side is an hour.
fn day_and_hour(text: &str) -> Option<(&str, Hour)> {
    text.match_indices(char::is_whitespace).take(WORDS_MAX).find_map(|(space, _)| {
        let (left, right) = (text.get(..space)?.trim(), text.get(space..)?.trim());
        let hour = |day: &str, hour: &str| {
            // `5 Jan 12` may be of the year 12: beside a number an hour says that it is one.
            let alone = !day.contains(|c: char| c.is_ascii_digit());
            let bare = || whole_hour(hour).filter(|_| alone).map(Hour::Bare);
            clock_at(hour).map(Hour::Said).or_else(bare)
        };
        let day_first = hour(left, right).map(|hour| (left, hour));
        day_first.or_else(|| hour(right, left).map(|hour| (right, hour)))
    })
}

/// An hour, and whether it says that it is one.
#[derive(Clone, Copy)]
enum Hour {
    /// `9am`, `at 9`
    Said(Time),
    /// `9`
    Bare(Time),
}

/// Whether the hour of an instant is a number alone, which may count anything.
pub(in crate::pattern) fn is_bare_hour(text: &str) -> bool {
    let text = text.trim();
    let beside = || matches!(day_and_hour(text), Some((_, Hour::Bare(_))));
    clock_at(text).is_none() && (whole_hour(text).is_some() || beside())
}

/// `9`, `seventeen`: an hour without minutes.
fn whole_hour(text: &str) -> Option<Time> {
    Time::new(hour_of(text)?, 0, 0, 0).ok()
}

/// An hour beside a day: after an `at` it needs no minutes.
fn clock_at(text: &str) -> Option<Time> {
    let Some(rest) = strip_prefix_word(text, "at") else { return clock(text) };
    clock(rest).or_else(|| whole_hour(rest))
}

/// An instant has fewer words; bounds the cuts that are tried.
const WORDS_MAX: usize = 16;

fn strip_prefix_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    first.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

/// `17:30`, `9:30:15`, `9am`, `9:30 pm`, `noon`, `midnight`, `9 o'clock`, `half past nine`.
fn clock(text: &str) -> Option<Time> {
    let lower = text.to_lowercase();
    match lower.as_str() {
        "noon" => return Time::new(12, 0, 0, 0).ok(),
        "midnight" => return Time::new(0, 0, 0, 0).ok(),
        _ => {}
    }
    let (digits, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(digits), _) => (digits.trim_end(), Some(0)),
        (_, Some(digits)) => (digits.trim_end(), Some(12)),
        (None, None) => (lower.as_str(), None),
    };
    let (hour, minute, second) = match spoken(digits) {
        Some((hour, minute)) => (hour, minute, 0),
        None => written(digits, half.is_some())?,
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}

/// `17:30`, `9:30:15`; an hour alone only where it is known for one.
fn written(text: &str, is_hour: bool) -> Option<(i8, i8, i8)> {
    let mut parts = text.split(':');
    let first = parts.next()?;
    let minute = parts.next().map(two_digits);
    let second = parts.next().map(two_digits);
    if parts.next().is_some() || (minute.is_none() && !is_hour) {
        return None;
    }
    let hour = if minute.is_none() { hour_of(first)? } else { two_digits(first)? };
    Some((hour, minute.unwrap_or(Some(0))?, second.unwrap_or(Some(0))?))
}

/// `9 o'clock`, `half past nine`, `quarter to six`, `ten past 8`.
fn spoken(text: &str) -> Option<(i8, i8)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let words = match words.as_slice() {
        ["a", "quarter", ..] => words.get(1..)?,
        all => all,
    };
    let minutes = |word: &str| match word {
        "half" => Some(30),
        "quarter" => Some(15),
        word => hour_of(word).filter(|minutes| (1..30).contains(minutes)),
    };
    match words {
        [hour, "o'clock" | "o’clock" | "oclock"] => Some((hour_of(hour)?, 0)),
        [part, "past", hour] => Some((hour_of(hour)?, minutes(part)?)),
        [part, "to", hour] if *part != "half" => {
            let hour = hour_of(hour)?;
            Some((if hour == 0 { 23 } else { hour - 1 }, 60 - minutes(part)?))
        }
        _ => None,
    }
}

/// `9`, `nine`
fn hour_of(text: &str) -> Option<i8> {
    two_digits(text).or_else(|| numeral(text).and_then(|number| i8::try_from(number).ok()))
}

fn two_digits(text: &str) -> Option<i8> {
    let fits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{is_bare_hour, time_ms};
    use jiff::{Timestamp, tz::TimeZone};

    #[test]
    fn instants_seen_from_monday_at_nine_in_berlin() {
        for (typed, instant) in [
            ("now", "2026-01-05T09:00:00+01:00"),
            ("17:30", "2026-01-05T17:30:00+01:00"),
            ("08:00", "2026-01-06T08:00:00+01:00"),
            ("09:00", "2026-01-06T09:00:00+01:00"),
            ("9:30 pm", "2026-01-05T21:30:00+01:00"),
            ("12am", "2026-01-06T00:00:00+01:00"),
            ("12pm", "2026-01-05T12:00:00+01:00"),
            ("noon", "2026-01-05T12:00:00+01:00"),
            ("tomorrow 9am", "2026-01-06T09:00:00+01:00"),
            ("Tomorrow at 9 AM", "2026-01-06T09:00:00+01:00"),
            ("9am tomorrow", "2026-01-06T09:00:00+01:00"),
            ("17:00 on 5 Feb", "2026-02-05T17:00:00+01:00"),
            ("5 July 2026 at 18:15", "2026-07-05T18:15:00+02:00"),
            ("fri 12:00", "2026-01-09T12:00:00+01:00"),
            ("tomorrow at 9", "2026-01-06T09:00:00+01:00"),
            ("friday at seventeen", "2026-01-09T17:00:00+01:00"),
            ("at 9 tomorrow", "2026-01-06T09:00:00+01:00"),
            ("the 5th of February at 9 o'clock", "2026-02-05T09:00:00+01:00"),
            ("10 o’clock", "2026-01-05T10:00:00+01:00"),
            ("half past nine", "2026-01-05T09:30:00+01:00"),
            ("Half past nine pm", "2026-01-05T21:30:00+01:00"),
            ("tomorrow at half past 9", "2026-01-06T09:30:00+01:00"),
            ("a quarter to one", "2026-01-06T00:45:00+01:00"),
            ("twenty past ten", "2026-01-05T10:20:00+01:00"),
            ("ten pm", "2026-01-05T22:00:00+01:00"),
            ("midnight", "2026-01-06T00:00:00+01:00"),
            ("9", "2026-01-06T09:00:00+01:00"),
            ("17", "2026-01-05T17:00:00+01:00"),
            ("ten", "2026-01-05T10:00:00+01:00"),
            ("at 10", "2026-01-05T10:00:00+01:00"),
            ("at half past ten", "2026-01-05T10:30:00+01:00"),
            ("tomorrow 9", "2026-01-06T09:00:00+01:00"),
            ("9 tomorrow", "2026-01-06T09:00:00+01:00"),
            ("on Sunday at 9", "2026-01-11T09:00:00+01:00"),
            ("17:00 on Sunday 3 May", "2026-05-03T17:00:00+02:00"),
            ("tomorrow at noon", "2026-01-06T12:00:00+01:00"),
            ("in an hour", "2026-01-05T10:00:00+01:00"),
            ("in 2h 30m", "2026-01-05T11:30:00+01:00"),
            ("2026-01-05T17:00", "2026-01-05T17:00:00+01:00"),
            ("2026-01-05 17:00", "2026-01-05T17:00:00+01:00"),
            ("2026-01-05T17:00:00Z", "2026-01-05T18:00:00+01:00"),
            // Skipped by daylight saving, and repeated by it.
            ("2026-03-29 02:30", "2026-03-29T03:00:00+02:00"),
            ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00"),
        ] {
            check(typed, Some(instant));
        }
    }

    #[test]
    fn what_is_none() {
        for typed in [
            "",
            "24",
            "twenty-four",
            "5 Jan 12",
            "12 5 Jan",
            "5 January 2026",
            "25:00",
            "13pm",
            "0am",
            "9:60",
            "tomorrow",
            "half to nine",
            "half past",
            "sixty past nine",
            "tomorrow at 30",
            "2026-01-05",
            "5 foo 9am",
            "in 3",
            ":",
            "::",
            "9am 9am",
            "1:2:3:4",
            "in 9223372036854775807ms",
        ] {
            check(typed, None);
        }
    }

    #[test]
    fn hours_that_may_count_anything() {
        for (typed, bare) in [
            ("9", true),
            ("nine", true),
            ("tomorrow 9", true),
            ("9 tomorrow", true),
            ("at 9", false),
            ("tomorrow at 9", false),
            ("9am", false),
            ("friday at half past nine", false),
            ("noon", false),
        ] {
            assert_eq!(is_bare_hour(typed), bare, "{typed}");
        }
    }

    fn check(typed: &str, expected: Option<&str>) {
        let now: Timestamp = "2026-01-05T09:00:00+01:00".parse().expect("an instant");
        let zone = TimeZone::get("Europe/Berlin").expect("a bundled zone");
        let expected = expected.map(|text| text.parse::<Timestamp>().expect("an instant").as_millisecond());
        assert_eq!(time_ms(typed, now, &zone), expected, "{typed}");
    }
}
