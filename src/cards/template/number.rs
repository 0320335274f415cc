//! Numbers as JavaScript prints them, and with thousands separated.

use crate::value::Marks;

/// As JavaScript's `String(number)`.
pub(super) fn show_number(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    let size = number.abs();
    if (1e-6..1e21).contains(&size) {
        return format!("{number}");
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        _ => text,
    }
}

/// With `digits` digits after the point and thousands separated: `1,234.50`. The sign of what is below
/// zero is a true minus.
pub(super) fn group_number(number: f64, digits: usize, locale: &str) -> String {
    let fixed = format!("{:.digits$}", number.abs());
    let zero = fixed.chars().all(|letter| matches!(letter, '0' | '.'));
    let sign = if number < 0.0 && !zero { "\u{2212}" } else { "" };
    format!("{sign}{}", Marks::of(locale).unwrap_or(Marks::PLAIN).group(&fixed))
}

/// Rounded to so many digits, halves up.
pub(super) fn round_to(number: f64, digits: f64) -> f64 {
    let scale = 10f64.powf(digits);
    round_half_up(number * scale) / scale
}

/// As JavaScript's `Math.round`: halves go up, also below zero.
pub(super) fn round_half_up(number: f64) -> f64 {
    if number.fract() == 0.0 || !number.is_finite() {
        return number;
    }
    let floor = number.floor();
    if number - floor >= 0.5 { floor + 1.0 } else { floor }
}

#[cfg(test)]
mod tests {
    use super::{group_number, round_half_up, show_number};

    #[test]
    fn numbers_are_printed_as_javascript_does() {
        for (number, shown) in [
            (3.0, "3"),
            (-0.0, "0"),
            (2.5, "2.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e21, "1e+21"),
            (1.5e-7, "1.5e-7"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
        ] {
            assert_eq!(show_number(number), shown);
        }
    }

    #[test]
    fn thousands_are_separated() {
        for (number, digits, locale, shown) in [
            (1_234.5, 2, "en-US", "1,234.50"),
            (-5.5, 1, "", "\u{2212}5.5"),
            (-0.0, 0, "", "0"),
            (999.0, 0, "", "999"),
            (1_234_567.0, 2, "de-DE", "1.234.567,00"),
            (1_234_567.0, 2, "en-IN", "12,34,567.00"),
        ] {
            assert_eq!(group_number(number, digits, locale), shown);
        }
        assert_eq!([2.5, -2.5, 2.4].map(round_half_up).map(show_number), ["3", "-2", "2"]);
    }
}
