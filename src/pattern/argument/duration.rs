//! Spans of time, as people type them: `2h 30m`, `90s`, `1.5 hours`, `2 days and 3 hours`, `two hours`, `half an hour`,
//! `an hour and a half`.

use super::numeral::count;
use std::borrow::Cow;

/// The duration in milliseconds; nothing where it is none, or too long to count.
pub(super) fn duration_ms(text: &str) -> Option<i64> {
    let text = in_digits(text.trim());
    let mut rest = text.as_ref();
    if rest.is_empty() {
        return None;
    }
    let mut sum: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let (whole, after) = rest.split_at_checked(digits)?;
        let (fraction, after) = fraction(after)?;
        let after = after.trim_start();
        let letters = after.find(|letter: char| !letter.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(letters)?;
        let unit = unit_ms(unit)?;
        let whole: i64 = whole.parse().ok()?;
        sum = sum.checked_add(whole.checked_mul(unit)?)?.checked_add(part_of(unit, fraction)?)?;
        rest = joint(after);
    }
    Some(sum)
}

/// `two hours` as `2 hours`, `half an hour` as `0.5 hour`, `an hour and a half` as `1.5 hour`.
fn in_digits(text: &str) -> Cow<'_, str> {
    if !text.starts_with(char::is_alphabetic) && !text.contains(" and ") {
        return Cow::Borrowed(text);
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let mut all: Vec<Cow<'_, str>> = Vec::new();
    let mut rest = words.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        let found = match (*first, after) {
            ("half", ["a" | "an", unit, ..]) if is_unit_word(unit) => {
                rest = after.get(1..).unwrap_or_default();
                Some(Cow::Borrowed("0.5"))
            }
            (first, ["and", "a", "half", unit, ..]) if is_unit_word(unit) => {
                rest = after.get(3..).unwrap_or_default();
                count(first).map(|count| Cow::Owned(format!("{count}.5")))
            }
            (first, [unit, "and", "a", "half"]) if is_unit_word(unit) => {
                rest = after.get(..1).unwrap_or_default();
                count(first).map(|count| Cow::Owned(format!("{count}.5")))
            }
            (first, [unit, ..]) if is_unit_word(unit) => {
                count(first).map(|count| Cow::Owned(count.to_string()))
            }
            _ => None,
        };
        all.push(found.unwrap_or(Cow::Borrowed(*first)));
    }
    Cow::Owned(all.join(" "))
}

/// Whether it is a unit that is written out: "a s" is no second.
fn is_unit_word(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    word.len() >= 3 && unit_ms(word).is_some()
}

/// The digits after a `.`, if there is one.
fn fraction(text: &str) -> Option<(&str, &str)> {
    let Some(after) = text.strip_prefix('.') else { return Some(("", text)) };
    let digits = after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len());
    (1..=FRACTION_DIGITS_MAX).contains(&digits).then(|| after.split_at_checked(digits)).flatten()
}

/// More digits than this say nothing of milliseconds.
const FRACTION_DIGITS_MAX: usize = 9;

/// `unit × 0.fraction`.
fn part_of(unit: i64, fraction: &str) -> Option<i64> {
    if fraction.is_empty() {
        return Some(0);
    }
    let digits: i64 = fraction.parse().ok()?;
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some(unit.checked_mul(digits)? / scale)
}

/// What stands between two parts: spaces, a comma, `and`.
fn joint(text: &str) -> &str {
    let text = text.trim_start();
    let text = text.strip_prefix(',').unwrap_or(text).trim_start();
    match text.strip_prefix("and") {
        Some(after) if after.starts_with(char::is_whitespace) => after.trim_start(),
        _ => text,
    }
}

fn unit_ms(unit: &str) -> Option<i64> {
    Some(match unit.to_lowercase().as_str() {
        "ms" => 1,
        "s" | "sec" | "secs" | "second" | "seconds" => 1_000,
        "m" | "min" | "mins" | "minute" | "minutes" => 60_000,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600_000,
        "d" | "day" | "days" => 86_400_000,
        "w" | "week" | "weeks" => 604_800_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::duration_ms;

    #[test]
    fn durations() {
        for (typed, ms) in [
            ("500ms", Some(500)),
            ("90s", Some(90_000)),
            ("2h 30m", Some(9_000_000)),
            ("2h30m", Some(9_000_000)),
            ("1.5 hours", Some(5_400_000)),
            ("2 days and 3 hours", Some(183_600_000)),
            ("1 Week, 1 day", Some(691_200_000)),
            ("two hours", Some(7_200_000)),
            ("An hour", Some(3_600_000)),
            ("half an hour", Some(1_800_000)),
            ("an hour and twenty minutes", Some(4_800_000)),
            ("2 hours and ten minutes", Some(7_800_000)),
            ("twenty-five minutes", Some(1_500_000)),
            ("an hour and a half", Some(5_400_000)),
            ("2 hours and a half", Some(9_000_000)),
            ("two and a half hours", Some(9_000_000)),
            ("1 and a half days", Some(129_600_000)),
            ("and a half", None),
            ("an hour and a", None),
            ("a s", None),
            ("an", None),
            ("half hours", None),
            ("hours", None),
            ("0s", Some(0)),
            ("0.000000001w", Some(0)),
            ("30", None),
            ("", None),
            ("h", None),
            ("2x", None),
            ("-2h", None),
            ("2h and", None),
            ("1.h", None),
            ("9223372036854775807w", None),
            ("99999999999999999999s", None),
        ] {
            assert_eq!(duration_ms(typed), ms, "{typed}");
        }
    }
}
