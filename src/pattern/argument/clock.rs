//! Instants, as people type them: `17:30`, `9am`, `tomorrow 09:00`, `5 Jan at 9pm`, `in 2h`,
//! `2026-01-05T09:00+01:00`.

use super::calendar::date;
use super::duration::duration_ms;
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
    if let Some(hour) = clock(text) {
        let first = at(today.to_datetime(hour))?;
        return if first > now { Some(first) } else { at(today.tomorrow().ok()?.to_datetime(hour)) };
    }
    let (day, hour) = day_and_hour(text)?;
    at(date(day, today)?.to_datetime(hour))
}

/// `tomorrow at 9 am`: cut at any space so that one side is an hour.
fn day_and_hour(text: &str) -> Option<(&str, Time)> {
    text.match_indices(char::is_whitespace).take(WORDS_MAX).find_map(|(space, _)| {
        let (left, right) = (text.get(..space)?.trim(), text.get(space..)?.trim());
        let day_first = clock(strip_prefix_word(right, "at").unwrap_or(right)).map(|hour| (left, hour));
        day_first.or_else(|| clock(left).map(|hour| (strip_prefix_word(right, "on").unwrap_or(right), hour)))
    })
}

/// An instant has fewer words; bounds the cuts that are tried.
const WORDS_MAX: usize = 16;

fn strip_prefix_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    first.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

/// `17:30`, `9:30:15`, `9am`, `9:30 pm`, `noon`, `midnight`.
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
    let mut parts = digits.split(':');
    let hour = two_digits(parts.next()?)?;
    let minute = parts.next().map(two_digits);
    let second = parts.next().map(two_digits);
    if parts.next().is_some() || (minute.is_none() && half.is_none()) {
        return None;
    }
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute.unwrap_or(Some(0))?, second.unwrap_or(Some(0))?, 0).ok()
}

fn two_digits(text: &str) -> Option<i8> {
    let fits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::time_ms;
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
        for typed in [
            "",
            "9",
            "25:00",
            "13pm",
            "0am",
            "9:60",
            "tomorrow",
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

    fn check(typed: &str, expected: Option<&str>) {
        let now: Timestamp = "2026-01-05T09:00:00+01:00".parse().expect("an instant");
        let zone = TimeZone::get("Europe/Berlin").expect("a bundled zone");
        let expected = expected.map(|text| text.parse::<Timestamp>().expect("an instant").as_millisecond());
        assert_eq!(time_ms(typed, now, &zone), expected, "{typed}");
    }
}
