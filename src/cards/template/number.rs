//! Numbers as JavaScript prints them, and with thousands separated.

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

/// How a locale writes numbers.
struct Marks {
    decimal: char,
    group: &'static str,
    /// Sizes of the groups from the right; the last one repeats.
    sizes: &'static [usize],
}

const PLAIN: Marks = Marks { decimal: '.', group: ",", sizes: &[3] };

fn marks(locale: &str) -> Marks {
    let marks = |decimal, group| Marks { decimal, group, sizes: &[3] };
    match locale {
        "en-IN" => Marks { decimal: '.', group: ",", sizes: &[3, 2] },
        "de-DE" | "es-ES" | "it-IT" | "nl-NL" | "pt-BR" | "da-DK" => marks(',', "."),
        "fr-FR" | "fr-CA" | "cs-CZ" | "fi-FI" | "hu-HU" | "ru-RU" | "sv-SE" | "uk-UA" => marks(',', "\u{a0}"),
        "pl-PL" => marks(',', "."),
        "de-CH" => marks(',', "'"),
        "es-BO" | "ca-ES" | "mk-MK" => marks(',', "."),
        _ => PLAIN,
    }
}

/// With `digits` digits after the point and thousands separated: `1,234.50`. The sign of what is below
/// zero is a true minus.
pub(super) fn group_number(number: f64, digits: usize, locale: &str) -> String {
    let marks = marks(locale);
    let fixed = format!("{:.digits$}", number.abs());
    let (whole, part) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let zero = fixed.chars().all(|letter| matches!(letter, '0' | '.'));
    let mut groups: Vec<&str> = Vec::new();
    let mut rest = whole;
    let mut sizes = marks.sizes.iter().copied();
    let mut size = 3;
    while !rest.is_empty() {
        size = sizes.next().unwrap_or(size);
        let at = rest.len().saturating_sub(size);
        groups.push(rest.get(at..).unwrap_or_default());
        rest = rest.get(..at).unwrap_or_default();
    }
    groups.reverse();
    let mut out = String::new();
    if number < 0.0 && !zero {
        out.push('\u{2212}');
    }
    out.push_str(&groups.join(marks.group));
    if !part.is_empty() {
        out.push(marks.decimal);
        out.push_str(part);
    }
    out
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
