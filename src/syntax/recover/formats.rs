//! Formats in the hole of a text without their colon: `{n,}`, `{now %d.%m.%Y}`, `{n.2}`.

use super::habits::{is_inside, unexpected};
use super::mistakes::{Family, Place};
use crate::diagnostics::Diagnostic;
use crate::syntax::build::Builder;
use crate::syntax::layout::{Code, is_name};

/// Formats of another form.
pub(super) const KNOWN: Family = Family { inside: true, mistakes: &[without_colon] };

/// Letters that stand behind the `%` of a format.
const SIGNS: &str = "aAbBdeDfFgHIjklmMnpPrRsStTuUVwyYzZ";

/// What stands in a hole, as a value and its format, where the colon between them is missing: `now%d %H:%M`.
#[must_use]
pub fn format_without_colon(hole: &str) -> Option<(&str, &str)> {
    let end = hole.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))?;
    let (mut value, behind) = hole.split_at(end);
    // `n.2`, `now.%H`: the dot belongs to the format, or is one too many.
    value = value.trim_end_matches('.');
    let behind = behind.trim_start_matches([' ', ',', '|']);
    let mut letters = behind
        .strip_prefix('%')?
        .trim_start_matches(|c: char| "-_0.".contains(c) || c.is_ascii_digit())
        .chars();
    let sign = letters.next().is_some_and(|letter| SIGNS.contains(letter));
    let alone = letters.next().is_none_or(|next| !next.is_ascii_alphanumeric());
    let named = value.starts_with(|c: char| c.is_ascii_lowercase());
    (named && sign && alone).then_some((value, behind.trim_end()))
}

/// `{n,}`, `{n, x}`, `{n.2}`, `{now.%H:%M}`
fn without_colon(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    let begins = |token: usize| matches!(builder.code(token), Code::STRING_START | Code::STRING_MIDDLE);
    let ends = |token: usize| matches!(builder.code(token), Code::STRING_END | Code::STRING_MIDDLE);
    if !is_inside(place) || !matches!(builder.token_text(at), "," | "." | "%" | "|") {
        return None;
    }
    let open = (place.bad.start..at).rev().find(|token| begins(*token))?;
    let close = (at..place.bad.end).find(|token| ends(*token))?;
    // Brackets of the hole itself have other mistakes.
    if (open + 1..close).any(|token| Code::is_opening(builder.code(token)) || ends(token)) {
        return None;
    }
    let (from, to) = (builder.bytes(open, open + 1).1, builder.bytes(close, close + 1).0);
    let hole = builder.text.get(from..to)?;
    let help = match format_without_colon(hole) {
        Some((value, format)) => format!("write `{{{value}:{}}}`", number_format(format)),
        None => {
            let (sign, _) = builder.bytes(at, at + 1);
            let value = builder.text.get(from..sign)?.trim_end_matches([' ', '%']).trim_start();
            let behind = builder.text.get(sign..to)?.trim();
            return other_sign(builder, place, (value, behind));
        }
    };
    Some(unexpected(builder, place, "`:` and a format, or `}`", help))
}

/// `{n,}`, `{n.2}`, `{n, x}`, `{x | upper}`: a value, and what stands behind it.
fn other_sign(builder: &Builder<'_>, place: &Place, (value, behind): (&str, &str)) -> Option<Diagnostic> {
    let digits = behind.trim_start_matches([',', '.']).trim_end_matches('f');
    if !behind.starts_with('|') && digits.len() <= 2 && digits.chars().all(|c| c.is_ascii_digit()) {
        let help = format!("a format stands behind a colon: `{{{value}:{}}}`", behind.trim_end_matches('f'));
        return Some(unexpected(builder, place, "`:` and a format, or `}`", help));
    }
    if !place.expected.operator {
        return None;
    }
    if let Some(next) = behind.strip_prefix(',') {
        let help = format!("a hole has one value: `{{{value}}}, {{{}}}`", next.trim());
        return Some(unexpected(builder, place, "`}`", help));
    }
    let asked = behind.strip_prefix('|').map(str::trim).filter(|asked| is_name(asked))?;
    Some(unexpected(builder, place, "`.` or `}`", format!("write `{{{value}.{asked}}}`")))
}

/// `%.2f` as `.2`; what is no number's stays.
fn number_format(format: &str) -> &str {
    let bare = format.trim_start_matches('%');
    let digits = bare.trim_end_matches('f');
    if bare.starts_with('.') && digits.len() < bare.len() { digits } else { format }
}

#[cfg(test)]
mod tests {
    use super::format_without_colon;

    #[test]
    fn a_format_is_told_from_a_remainder() {
        for (hole, found) in [
            ("now%d %H:%M", Some(("now", "%d %H:%M"))),
            ("now %d.%m.%Y", Some(("now", "%d.%m.%Y"))),
            ("now.%H:%M", Some(("now", "%H:%M"))),
            ("now.date, %-d %b", Some(("now.date", "%-d %b"))),
            ("n%.2f", Some(("n", "%.2f"))),
            ("n % 2", None),
            ("n % d2", None),
            ("n % days", None),
            ("n%days", None),
            ("f(n)%d", None),
            ("n", None),
        ] {
            assert_eq!(format_without_colon(hole), found, "{hole}");
        }
    }
}
