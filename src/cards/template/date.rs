//! Instants as JavaScript reads and writes them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// The instant in UTC.
pub(super) fn utc(ms: i64) -> Option<DateTime> {
    Timestamp::from_millisecond(ms).ok().map(|instant| instant.to_zoned(TimeZone::UTC).datetime())
}

/// As JavaScript's `toISOString`: `2018-03-15T13:00:00.000Z`.
pub(super) fn iso(ms: i64) -> Option<String> {
    utc(ms).map(|time| time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

/// The instant of a text in exactly that form.
pub(super) fn read_iso(text: &str) -> Option<i64> {
    let ms = read(text)?;
    (iso(ms)? == text).then_some(ms)
}

/// The instant that JavaScript's `new Date(text)` reads; a time without a zone is taken for UTC.
pub(super) fn read(text: &str) -> Option<i64> {
    let text = text.trim();
    read_standard(text).or_else(|| read_loose(text))
}

/// `2018-03-15`, `2018-03-15T13:00`, with or without seconds and zone.
fn read_standard(text: &str) -> Option<i64> {
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?.trim()),
        None => (text, ""),
    };
    let date: Date = match date.len() {
        4 => format!("{date}-01-01").parse().ok()?,
        7 => format!("{date}-01").parse().ok()?,
        _ => date.parse().ok()?,
    };
    if rest.is_empty() {
        return instant(date, Time::midnight(), 0);
    }
    let zone = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zone);
    instant(date, clock(time.trim())?, offset(zone)?)
}

/// `13:00`, `13:00:05.25`
fn clock(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let (second, fraction) = match parts.next() {
        Some(second) => second.split_once('.').unwrap_or((second, "")),
        None => ("0", ""),
    };
    if parts.next().is_some() || fraction.bytes().any(|byte| !byte.is_ascii_digit()) {
        return None;
    }
    let nanos: i32 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    Time::new(hour, minute, second.parse().ok()?, nanos).ok()
}

/// Seconds east of Greenwich.
fn offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.chars().next() {
        None | Some('Z' | 'z') => return (text.len() <= 1).then_some(0),
        Some('-') => (-1, text.get(1..)?),
        Some(_) => (1, text.get(1..)?),
    };
    let digits = digits.replace(':', "");
    let (hours, minutes) = (digits.get(..2)?, digits.get(2..4).unwrap_or("0"));
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(sign * (hours * 3600 + minutes * 60))
}

fn instant(date: Date, time: Time, offset: i32) -> Option<i64> {
    let local = date.to_datetime(time);
    let zone = TimeZone::fixed(Offset::from_seconds(offset).ok()?);
    local.to_zoned(zone).ok().map(|zoned| zoned.timestamp().as_millisecond())
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What other programs write: `March 5, 2018 13:00`, `3/5/2018`, `Mon, 05 Mar 2018 13:00:00 GMT`.
fn read_loose(text: &str) -> Option<i64> {
    let mut month = None;
    let mut numbers: Vec<i16> = Vec::new();
    let mut time = Time::midnight();
    let mut zone = 0;
    let lower = text.to_lowercase().replace(',', " ");
    for word in lower.split_whitespace() {
        if word.contains(':') {
            time = clock(word.trim_end_matches('z'))?;
        } else if let Some(parts) = word.contains('/').then(|| word.split('/')) {
            for part in parts {
                numbers.push(part.trim_end_matches('z').parse().ok()?);
            }
        } else if let Some(known) =
            word.get(..3).and_then(|word| MONTHS.iter().position(|name| *name == word))
        {
            month = i16::try_from(known + 1).ok();
        } else if word.starts_with(['+', '-']) {
            zone = offset(word)?;
        } else if let Ok(number) = word.trim_end_matches('z').parse() {
            numbers.push(number);
        } else if word == "pm" && time.hour() < 12 {
            time = time.wrapping_add(SignedDuration::from_hours(12));
        } else if word == "am" && time.hour() == 12 {
            time = time.wrapping_sub(SignedDuration::from_hours(12));
        } else if !matches!(word, "z" | "gmt" | "utc" | "am" | "pm") && !is_weekday(word) {
            return None;
        }
    }
    let (year, month, day) = match (month, numbers.as_slice()) {
        (Some(month), [one, two]) if *one > 31 => (*one, month, *two),
        (Some(month), [one, two]) => (*two, month, *one),
        (None, [year, month, day]) if *year > 31 => (*year, *month, *day),
        (None, [month, day, year]) => (*year, *month, *day),
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    instant(date, time, zone)
}

fn is_weekday(word: &str) -> bool {
    word.get(..3).is_some_and(|word| ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].contains(&word))
}

#[cfg(test)]
mod tests {
    use super::{iso, read, read_iso};

    #[test]
    fn dates_are_read_as_javascript_does() {
        for (text, expected) in [
            ("2018-03-15T13:00:00.000Z", "2018-03-15T13:00:00.000Z"),
            ("2018-03-15T13:00:00+02:00", "2018-03-15T11:00:00.000Z"),
            ("2018-03-15T13:00", "2018-03-15T13:00:00.000Z"),
            ("2018-03-15", "2018-03-15T00:00:00.000Z"),
            ("2018-03", "2018-03-01T00:00:00.000Z"),
            ("2018-03-15 13:00:05.25Z", "2018-03-15T13:00:05.250Z"),
            ("March 5 2018", "2018-03-05T00:00:00.000Z"),
            ("3/5/2018 1:30 PM", "2018-03-05T13:30:00.000Z"),
            ("Mon, 05 Mar 2018 13:00:00 GMT", "2018-03-05T13:00:00.000Z"),
        ] {
            assert_eq!(read(text).and_then(iso).as_deref(), Some(expected), "{text}");
        }
        for bad in ["", "bad", "2018-13-01", "12", "2018-03-15T25:00"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(read_iso("2018-03-15"), None);
        assert!(read_iso("2018-03-15T13:00:00.000Z").is_some());
    }
}
