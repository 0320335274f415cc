//! How numbers are written for people: what stands before the decimals and between the thousands.

/// The marks of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Before the decimals.
    decimal: char,
    /// Between the groups of digits.
    group: char,
    /// Whether only the last group has three digits and the others two, as in India.
    pairs: bool,
}

const NO_BREAK: char = '\u{a0}';

impl Marks {
    /// `1,234.5`: without a locale.
    pub const PLAIN: Self = Self { decimal: '.', group: ',', pairs: false };

    /// Those of a locale as `en-GB` or `de`; none if it is no locale, or one that is not known.
    #[must_use]
    pub fn of(locale: &str) -> Option<Self> {
        let mut parts = locale.split('-');
        let language = parts.next()?.to_ascii_lowercase();
        let mut region = String::new();
        for part in parts {
            let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            match part.len() {
                // `zh-Hant-TW`
                4 if letters && region.is_empty() => {}
                2 if letters && region.is_empty() => region = part.to_ascii_uppercase(),
                3 if digits && region.is_empty() => part.clone_into(&mut region),
                _ => return None,
            }
        }
        Self::of_parts(&language, &region)
    }

    fn of_parts(language: &str, region: &str) -> Option<Self> {
        let comma = |group| Self { decimal: ',', group, pairs: false };
        let swiss = Self { decimal: '.', group: '\u{2019}', pairs: false };
        Some(match (language, region) {
            ("en" | "hi" | "bn" | "gu" | "ta" | "te" | "pa" | "ml" | "kn", "IN") | ("hi", _) => {
                Self { pairs: true, ..Self::PLAIN }
            }
            ("en" | "ja" | "zh" | "ko" | "th" | "he" | "cy" | "ga" | "ms" | "sw" | "fil", _)
            | ("es", "419" | "MX" | "US" | "GT" | "HN" | "NI" | "PA" | "PE" | "PR" | "DO" | "SV" | "CU") => {
                Self::PLAIN
            }
            ("de" | "it", "CH" | "LI") => swiss,
            ("de", "AT")
            | ("es", "CR")
            | ("pt", "PT" | "AO" | "MZ")
            | (
                "fr" | "cs" | "sk" | "fi" | "sv" | "nb" | "nn" | "no" | "hu" | "ru" | "uk" | "be" | "bg"
                | "pl" | "et" | "lv" | "lt",
                _,
            ) => comma(NO_BREAK),
            (
                "de" | "es" | "it" | "nl" | "pt" | "da" | "el" | "tr" | "id" | "vi" | "ro" | "hr" | "sl"
                | "sr" | "bs" | "mk" | "ca" | "gl" | "eu" | "is",
                _,
            ) => comma('.'),
            _ => return None,
        })
    }

    /// Digits with a point, as `1234567.5`, with these marks.
    #[must_use]
    pub fn group(self, digits: &str) -> String {
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let mut shown = String::new();
        for (at, digit) in whole.chars().enumerate() {
            let left = whole.len() - at;
            let begins = if self.pairs && left > 3 { left % 2 == 1 } else { left.is_multiple_of(3) };
            if at > 0 && begins {
                shown.push(self.group);
            }
            shown.push(digit);
        }
        if let Some(fraction) = fraction {
            shown.push(self.decimal);
            shown.push_str(fraction);
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;

    #[test]
    fn each_place_has_its_marks() {
        for (locale, shown) in [
            ("en-GB", "1,234,567.5"),
            ("en", "1,234,567.5"),
            ("zh-Hant-TW", "1,234,567.5"),
            ("es-419", "1,234,567.5"),
            ("es-ES", "1.234.567,5"),
            ("de-DE", "1.234.567,5"),
            ("de-de", "1.234.567,5"),
            ("pt", "1.234.567,5"),
            ("pt-PT", "1\u{a0}234\u{a0}567,5"),
            ("fr-FR", "1\u{a0}234\u{a0}567,5"),
            ("de-CH", "1\u{2019}234\u{2019}567.5"),
            ("en-IN", "12,34,567.5"),
        ] {
            let marks = Marks::of(locale).map(|marks| marks.group("1234567.5"));
            assert_eq!(marks.as_deref(), Some(shown), "{locale}");
        }
        for locale in ["", "x", "xx-YY", "en_GB", "en-GBR", "en-GB-US", "English", "en-"] {
            assert_eq!(Marks::of(locale), None, "{locale}");
        }
        let indian = Marks::of("en-IN").expect("a locale");
        for (digits, shown) in
            [("999", "999"), ("1234", "1,234"), ("12345", "12,345"), ("123456", "1,23,456")]
        {
            assert_eq!(indian.group(digits), shown);
            assert_eq!(Marks::PLAIN.group("12"), "12");
        }
    }
}
