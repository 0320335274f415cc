//! Numbers, durations, hours.

use super::Builder;
use crate::diagnostics::{Applicability, Diagnostic, codes};
use crate::syntax::ast::{ClockTime, ExprKind};
use crate::syntax::layout::Code;
use crate::syntax::tree::Node;

/// Units of durations, in milliseconds.
const UNITS: [(&str, i64); 6] =
    [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000)];

impl Builder<'_> {
    /// A number or a duration.
    pub(super) fn number(&mut self, token: usize) -> ExprKind {
        let text = self.token_text(token);
        if let [digit @ b'0'..=b'9'] = text.as_bytes() {
            return ExprKind::Int(i64::from(digit - b'0'));
        }
        if self.day(token) {
            return ExprKind::Error;
        }
        let digits_end =
            text.find(|c: char| !(c.is_ascii_digit() || c == '_' || c == '.')).unwrap_or(text.len());
        let (digits, unit) = text.split_at(digits_end);
        let digits: String = digits.chars().filter(|c| *c != '_').collect();
        let kind = match UNITS.iter().find(|(name, _)| *name == unit) {
            Some((_, ms)) => duration(&digits, *ms),
            None if !unit.is_empty() => return self.unknown_unit(token, unit),
            None if digits.contains('.') => {
                digits.parse().ok().filter(|value: &f64| value.is_finite()).map(ExprKind::Float)
            }
            None => digits.parse().ok().map(ExprKind::Int),
        };
        kind.unwrap_or_else(|| {
            self.diagnostics.push(
                Diagnostic::new(&codes::SYNTAX_NUMBER, self.token_span(token), "this number is too large")
                    .label("does not fit 64 bits")
                    .help("write a smaller number, or one with a decimal point"),
            );
            ExprKind::Error
        })
    }

    /// Whether the number is the year of `2026-01-31`, which would be a subtraction; that is reported.
    fn day(&mut self, token: usize) -> bool {
        let start = self.bytes(token, token + 1).0;
        let Some(call) = day_of(self.slice(start, start + DAY_BYTES)) else { return false };
        if self.slice(start + DAY_BYTES, start + DAY_BYTES + 1).starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let span = self.byte_span(start, start + DAY_BYTES);
        self.diagnostics.push(
            Diagnostic::new(&codes::SYNTAX_NUMBER, span, "a day is no number")
                .label("expected a value")
                .help(format!("write `{call}`"))
                .fix(Applicability::Unsafe, format!("write `{call}`"), span, call),
        );
        true
    }

    /// Whether a number that a minus stands before is the least `int`, which has no counterpart above zero.
    pub(super) fn is_least(&self, token: usize) -> bool {
        let text = self.token_text(token);
        let followed = [Code::FIELD, Code::OPTIONAL_FIELD, Code::INDEX, Code::CALL];
        self.code(token) == Code::NUMBER
            && text.chars().filter(|c| *c != '_').eq("9223372036854775808".chars())
            && !followed.contains(&self.code(token + 1))
    }

    fn unknown_unit(&mut self, token: usize, unit: &str) -> ExprKind {
        let span = self.token_span(token);
        let text = self.token_text(token);
        let diagnostic = Diagnostic::new(
            &codes::SYNTAX_NUMBER,
            span,
            format!("`{unit}` is no unit that can follow a number"),
        )
        .label("expected a number or a duration");
        self.diagnostics.push(match meant(text, unit) {
            Some(meant) => diagnostic.help(format!("write `{meant}`")).fix(
                Applicability::Safe,
                format!("write `{meant}`"),
                span,
                meant,
            ),
            None => diagnostic.help("durations are written `500ms`, `30s`, `10m`, `2h`, `3d`, `1w`"),
        });
        ExprKind::Error
    }

    /// An hour of a day.
    pub(super) fn clock(&mut self, node: &Node<'_>) -> ClockTime {
        let span = self.span_of(node);
        let (hour, minute) = self.text_of(node).split_once(':').unwrap_or_default();
        let (hour, minute) = (hour.parse().unwrap_or(u8::MAX), minute.parse().unwrap_or(u8::MAX));
        if hour > 23 || minute > 59 {
            self.diagnostics.push(
                Diagnostic::new(&codes::SYNTAX_NUMBER, span, "there is no such hour")
                    .label("expected an hour from 00:00 to 23:59")
                    .help("write hours and minutes of a day, such as `09:30`"),
            );
            return ClockTime { hour: 0, minute: 0, span };
        }
        ClockTime { hour, minute, span }
    }
}

/// The length of `2026-01-31`.
const DAY_BYTES: usize = 10;

/// `2026-01-31` as it is written here: `date(2026, 1, 31)`.
pub(in crate::syntax) fn day_of(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let [year, month, day] = [parts.next()?, parts.next()?, parts.next()?];
    let lengths = [year.len(), month.len(), day.len()] == [4, 2, 2] && parts.next().is_none();
    let number =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u16>().ok());
    let [year, month, day] = [number(year)??, number(month)??, number(day)??];
    (lengths && (1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| format!("date({year}, {month}, {day})"))
}

/// The length of a unit of durations.
pub(in crate::syntax) fn unit_ms(unit: &str) -> Option<i64> {
    UNITS.iter().find(|(name, _)| *name == unit).map(|(_, ms)| *ms)
}

/// The unit that a word stands for: `minutes`.
pub(in crate::syntax) fn unit_of_word(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().trim_end_matches('s') {
        "m" if word == "ms" => "ms",
        "millisecond" | "msec" => "ms",
        "" if word == "s" => "s",
        "sec" | "second" => "s",
        "m" | "min" | "minute" => "m",
        "h" | "hr" | "hour" => "h",
        "d" | "day" => "d",
        "w" | "week" | "wk" => "w",
        _ => return None,
    })
}

/// The number as it is written here: `5min`, `9am`, `1e3`, `0x1F`, `10kb`.
fn meant(text: &str, unit: &str) -> Option<String> {
    let digits = text.strip_suffix(unit)?;
    if let Some(unit) = unit_of_word(unit) {
        return Some(format!("{digits}{unit}"));
    }
    if let (Ok(hour @ 1..=12), "am" | "pm" | "AM" | "PM") = (digits.parse::<u8>(), unit) {
        let hour = hour % 12 + if unit.eq_ignore_ascii_case("pm") { 12 } else { 0 };
        return Some(format!("{hour:02}:00"));
    }
    let based = [("0x", 16), ("0X", 16), ("0b", 2), ("0B", 2), ("0o", 8), ("0O", 8)];
    if let Some((prefix, base)) = based.iter().find(|(prefix, _)| text.starts_with(prefix)) {
        let digits: String = text.get(prefix.len()..)?.chars().filter(|c| *c != '_').collect();
        return i64::from_str_radix(&digits, *base).ok().map(|value| value.to_string());
    }
    let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite())?;
    let plain = value.to_string();
    Some(if plain.contains('.') { plain } else { format!("{plain}.0") })
}

/// A duration; a fraction is rounded to whole milliseconds.
fn duration(digits: &str, unit_ms: i64) -> Option<ExprKind> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut ms = whole.parse::<i64>().ok()?.checked_mul(unit_ms)?;
    if !fraction.is_empty() {
        let kept = fraction.get(..fraction.len().min(9))?;
        let scale = 10_i64.checked_pow(u32::try_from(kept.len()).ok()?)?;
        ms = ms.checked_add(kept.parse::<i64>().ok()?.checked_mul(unit_ms)? / scale)?;
    }
    Some(ExprKind::Duration(ms))
}
