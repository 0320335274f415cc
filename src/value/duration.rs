//! Durations as text: `1h 30m`.

/// Units from the longest, with their milliseconds. Weeks are read but not written: `10d` says more
/// than `1w 3d`.
const UNITS: [(&str, i64); 6] =
    [("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// A duration as the language writes it, with spaces between the units: `1d 2h`, `500ms`, `-5m`, `0s`.
#[must_use]
pub fn show_duration(ms: i64) -> String {
    if ms == 0 {
        return String::from("0s");
    }
    let mut rest = ms.unsigned_abs();
    let mut shown = String::new();
    for (name, unit_ms) in UNITS.iter().skip(1) {
        let unit_ms = unit_ms.unsigned_abs();
        let amount = rest / unit_ms;
        rest %= unit_ms;
        if amount > 0 {
            let before = match shown.as_str() {
                "" if ms < 0 => "-",
                "" => "",
                _ => " ",
            };
            shown.push_str(&format!("{before}{amount}{name}"));
        }
    }
    shown
}

/// Reads what [`show_duration`] writes and what the language takes (`1h30m`, `2w`), in milliseconds.
/// Each unit may come once, longer ones first.
#[must_use]
pub fn parse_duration(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut total: i64 = 0;
    let mut units = UNITS.iter();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '_')?;
        let (amount, behind) = rest.split_at(digits);
        let letters = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(letters);
        let (_, unit_ms) = units.find(|(name, _)| *name == unit)?;
        let amount: i64 = amount.replace('_', "").parse().ok()?;
        total = total.checked_add(amount.checked_mul(*unit_ms)?)?;
        rest = behind.trim_start();
    }
    Some(if negative { -total } else { total })
}

#[cfg(test)]
mod tests {
    use super::{parse_duration, show_duration};

    #[test]
    fn shown_and_read() {
        for (ms, text) in [
            (0, "0s"),
            (500, "500ms"),
            (90_000, "1m 30s"),
            (-300_000, "-5m"),
            (864_000_000, "10d"),
            (i64::MAX, "106751991167d 7h 12m 55s 807ms"),
        ] {
            assert_eq!(show_duration(ms), text);
            assert_eq!(parse_duration(text), Some(ms), "{text}");
        }
        assert_eq!(show_duration(i64::MIN), "-106751991167d 7h 12m 55s 808ms");
    }

    #[test]
    fn read_only() {
        for (text, expected) in [
            ("2w", Some(1_209_600_000)),
            ("1h30m", Some(5_400_000)),
            (" 1_000ms ", Some(1000)),
            ("", None),
            ("-", None),
            ("5", None),
            ("5x", None),
            ("1m 1h", None),
            ("m", None),
            ("99999999999999999d", None),
            ("5é", None),
        ] {
            assert_eq!(parse_duration(text), expected, "{text}");
        }
    }
}
