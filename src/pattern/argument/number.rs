//! Numbers and yes or no, as people type them.

use super::numeral::numeral;
use crate::pattern::fold::is_dash;

/// `3`, `-3`, `1_000`, `1,000`, `three`.
pub(super) fn int(text: &str) -> Option<i64> {
    match plain_digits(text, Shape::Whole) {
        Some(digits) => digits.parse().ok(),
        None => numeral(text),
    }
}

/// `2.5`, `1,000.5`, `1e3`, `three`; finite.
pub(super) fn float(text: &str) -> Option<f64> {
    let Some(digits) = plain_digits(text, Shape::Fraction) else {
        return numeral(text).and_then(|number| i32::try_from(number).ok()).map(f64::from);
    };
    let number: f64 = digits.parse().ok()?;
    number.is_finite().then_some(number)
}

/// Whether `text` is a whole number at all, however large.
pub(super) fn is_whole_number(text: &str) -> bool {
    plain_digits(text, Shape::Whole).is_some()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Whole,
    Fraction,
}

/// The number as Rust reads it, if it is written as one.
fn plain_digits(text: &str, shape: Shape) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    if let Some(first) = text.chars().next() {
        if is_dash(first) || first == '+' {
            rest = text.get(first.len_utf8()..)?;
        }
        if is_dash(first) {
            plain.push('-');
        }
    }
    let whole_end = rest.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ',' | '_'));
    let (whole, tail) = rest.split_at_checked(whole_end.unwrap_or(rest.len()))?;
    if !whole.is_empty() {
        grouped(whole, &mut plain)?;
    }
    match shape {
        Shape::Whole => tail.is_empty() && !whole.is_empty(),
        Shape::Fraction => {
            plain.push_str(tail);
            is_tail(tail) && (tail.starts_with('.') || !whole.is_empty())
        }
    }
    .then_some(plain)
}

/// Digits whose commas part groups of three, and whose `_` stand between digits.
fn grouped(whole: &str, plain: &mut String) -> Option<()> {
    let mut groups = whole.split(',').peekable();
    let mut first = true;
    while let Some(group) = groups.next() {
        let alone = first && groups.peek().is_none();
        let fits = match (alone, first) {
            (true, _) => true,
            (false, true) => (1..=3).contains(&group.len()),
            (false, false) => group.len() == 3,
        };
        let parts_fit = group.split('_').all(|part| !part.is_empty());
        if !fits || !parts_fit || (!alone && group.contains('_')) {
            return None;
        }
        plain.extend(group.chars().filter(char::is_ascii_digit));
        first = false;
    }
    Some(())
}

/// `.5`, `e3`, `.5e-3`, or nothing.
fn is_tail(tail: &str) -> bool {
    let (fraction, exponent) = match tail.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, Some(exponent)),
        None => (tail, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let fraction_fits = fraction.is_empty() || fraction.strip_prefix('.').is_some_and(digits);
    fraction_fits && exponent.is_none_or(|text| digits(text.strip_prefix(['-', '+']).unwrap_or(text)))
}

/// yes, no, on, off and their kin.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "on" | "true" => Some(true),
        "no" | "n" | "off" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{float, int, yes_or_no};

    #[test]
    fn whole_numbers() {
        for (typed, number) in [
            ("3", Some(3)),
            ("-3", Some(-3)),
            ("−3", Some(-3)),
            ("–12", Some(-12)),
            ("+7", Some(7)),
            ("007", Some(7)),
            ("1_000", Some(1000)),
            ("1,000,000", Some(1_000_000)),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9,223,372,036,854,775,808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("1,00", None),
            ("1,0000", None),
            ("1000,000", None),
            (",000", None),
            ("1,", None),
            ("_1", None),
            ("1__0", None),
            ("1_0,000", None),
            ("2.5", None),
            ("1e3", None),
            ("three", Some(3)),
            ("-three", None),
            ("--3", None),
            ("-", None),
            ("", None),
            ("٣", None),
        ] {
            assert_eq!(int(typed), number, "{typed}");
        }
    }

    #[test]
    fn fractions() {
        for (typed, number) in [
            ("2.5", Some(2.5)),
            (".5", Some(0.5)),
            ("-1,000.25", Some(-1000.25)),
            ("3", Some(3.0)),
            ("twelve", Some(12.0)),
            ("1e3", Some(1000.0)),
            ("1.5E-2", Some(0.015)),
            ("1e999", None),
            ("inf", None),
            ("NaN", None),
            ("1.", None),
            (".", None),
            ("e3", None),
            ("2,5", None),
            ("1.2.3", None),
        ] {
            assert_eq!(float(typed), number, "{typed}");
        }
    }

    #[test]
    fn yes_and_no() {
        for (typed, answer) in [("Yes", Some(true)), ("OFF", Some(false)), ("n", Some(false)), ("1", None)] {
            assert_eq!(yes_or_no(typed), answer, "{typed}");
        }
    }
}
