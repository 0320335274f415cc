//! Formats of holes, `{expr:FORMAT}`: what they say, and for which types.
//!
//! | type | format |
//! |---|---|
//! | any | `<10` `>10` `^10` `*^10`: aligned in so many columns |
//! | text | `.20` at most so many characters |
//! | int, float | `05` `,` `.2` `,.2` `%` `.1%` `+` |
//! | date, time | `%-d %B %Y`, `%H:%M` (strftime, in the bot's time zone), `date`, `time` |
//! | duration | `h` `.1h` in one unit, `%H:%M:%S` as a clock |

use crate::base::limits;
use crate::value::Type;
use crate::value::format_apply::try_sample;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A format that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ParsedFormat {
    /// Alignment, digits, length.
    Layout(Layout),
    /// Fields of a calendar or a clock, `%d %b`.
    Calendar(SmolStr),
    /// A duration as an amount of one unit.
    Amount {
        /// Length of the unit in milliseconds.
        unit_ms: i64,
        /// Digits behind the point.
        precision: usize,
    },
}

/// How a value is laid out; all parts may be absent.
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of the format")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// What fills the columns that are left: a space, or a zero between sign and digits.
    pub fill: Option<char>,
    /// Where the value stands in its columns; numbers stand right, others left.
    pub align: Option<Align>,
    /// Whether numbers that are not negative get a `+`.
    pub plus: bool,
    /// Whether zeros stand before the digits, up to the width.
    pub zeros: bool,
    /// Columns, at least.
    pub width: usize,
    /// Whether thousands are parted by commas.
    pub grouped: bool,
    /// Digits behind the point; of a text, its characters at most.
    pub precision: Option<usize>,
    /// Whether the number is a share of 100.
    pub percent: bool,
}

/// Where a value stands in its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Middle,
}

/// Reads a format for values of type `ty`. The error says what is wrong, and what would be right.
pub fn check_format(spec: &str, ty: &Type) -> Result<ParsedFormat, String> {
    match ty {
        Type::Date | Type::Time => {
            match spec {
                "date" => return calendar("%-d %B %Y", ty),
                "time" if *ty == Type::Time => return calendar("%H:%M", ty),
                _ => {}
            }
            if spec.contains('%') {
                return calendar(spec, ty);
            }
            let layout = layout_of(spec)
                .ok_or_else(|| format!("`{spec}` is no format for a {ty}; write one as `%-d %B %Y`"))?;
            only_aligned(spec, layout, ty)
        }
        Type::Duration => duration(spec),
        Type::Int | Type::Float => {
            let layout = layout_of(spec).ok_or_else(|| {
                format!("`{spec}` is no format for a number; write one as `,`, `.2`, `,.2`, `05` or `%`")
            })?;
            Ok(ParsedFormat::Layout(layout))
        }
        Type::Text | Type::Literals(_) => {
            let layout = layout_of(spec).ok_or_else(|| {
                format!("`{spec}` is no format for a text; write one as `<10`, `>10`, `^10` or `.20`")
            })?;
            if layout.grouped || layout.percent || layout.plus || layout.zeros {
                return Err(format!("`{spec}` is a format for numbers, the value is a text"));
            }
            Ok(ParsedFormat::Layout(layout))
        }
        Type::Bool | Type::Person | Type::Room | Type::Error => {
            let layout = layout_of(spec)
                .ok_or_else(|| format!("`{spec}` is no format for a {ty}; only an alignment as `<10` is"))?;
            only_aligned(spec, layout, ty)
        }
        Type::Json | Type::Unknown | Type::Never => match layout_of(spec) {
            Some(layout) => Ok(ParsedFormat::Layout(layout)),
            None if matches!(ty, Type::Json) => {
                Err(format!("`{spec}` is no format for json; say what it is first, as in `x as date`"))
            }
            None => Ok(ParsedFormat::Layout(Layout::default())),
        },
        Type::Optional(_) | Type::None => {
            Err("a value that may be none has no format; say with `??` what to print then".to_owned())
        }
        Type::Secret => Err("a secret has no format".to_owned()),
        Type::Nothing
        | Type::Message
        | Type::File
        | Type::Card
        | Type::List(_)
        | Type::Set(_)
        | Type::Map(_)
        | Type::Record(_)
        | Type::Function(_)
        | Type::Variable(_) => Err(format!("a {ty} has no format")),
    }
}

fn only_aligned(spec: &str, layout: Layout, ty: &Type) -> Result<ParsedFormat, String> {
    if layout.grouped || layout.percent || layout.plus || layout.zeros || layout.precision.is_some() {
        return Err(format!("`{spec}` is a format for numbers, the value is a {ty}"));
    }
    Ok(ParsedFormat::Layout(layout))
}

fn calendar(spec: &str, ty: &Type) -> Result<ParsedFormat, String> {
    try_sample(spec, ty).map(|()| ParsedFormat::Calendar(spec.into())).map_err(|problem| {
        let also = match ty {
            Type::Date => " (a date has no hours)",
            _ => "",
        };
        format!("`{spec}` is no format for a {ty}{also}: {problem}")
    })
}

fn duration(spec: &str) -> Result<ParsedFormat, String> {
    let problem = || {
        format!(
            "`{spec}` is no format for a duration; write a unit (`d h m s ms`, as `.1h`) or a clock (`%H:%M:%S`)"
        )
    };
    if spec.contains('%') {
        let mut rest = spec;
        while let Some((_, behind)) = rest.split_once('%') {
            let fits = behind.starts_with(['d', 'H', 'M', 'S', '%']);
            rest = behind.get(1..).filter(|_| fits).ok_or_else(problem)?;
        }
        return Ok(ParsedFormat::Calendar(spec.into()));
    }
    let unit_at = spec.find(|c: char| c.is_ascii_lowercase()).unwrap_or(spec.len());
    let (digits, unit) = spec.split_at(unit_at);
    let unit_ms = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "" => {
            let layout = layout_of(spec).ok_or_else(problem)?;
            return only_aligned(spec, layout, &Type::Duration);
        }
        _ => return Err(problem()),
    };
    let precision = match digits.strip_prefix('.') {
        Some(digits) => number(digits).ok_or_else(problem)?,
        None if digits.is_empty() => 0,
        None => return Err(problem()),
    };
    Ok(ParsedFormat::Amount { unit_ms, precision })
}

/// `[[fill]align][+][0][width][,][.precision][%]`
fn layout_of(spec: &str) -> Option<Layout> {
    let mut layout = Layout::default();
    let mut rest = spec;
    let mut chars = spec.chars();
    let (first, second) = (chars.next()?, chars.next());
    if let Some(align) = second.and_then(align_of) {
        layout.fill = Some(first);
        layout.align = Some(align);
        rest = chars.as_str();
    } else if let Some(align) = align_of(first) {
        layout.align = Some(align);
        rest = spec.get(1..)?;
    }
    if let Some(behind) = rest.strip_prefix('+') {
        layout.plus = true;
        rest = behind;
    }
    if let Some(behind) = rest.strip_prefix('0') {
        layout.zeros = true;
        rest = behind;
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (width, behind) = rest.split_at(digits);
    if !width.is_empty() {
        layout.width = number(width)?;
    } else if layout.zeros {
        return None;
    }
    rest = behind;
    if let Some(behind) = rest.strip_prefix(',') {
        layout.grouped = true;
        rest = behind;
    }
    if let Some(behind) = rest.strip_prefix('.') {
        let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let (precision, behind) = behind.split_at(digits);
        layout.precision = Some(number(precision)?);
        rest = behind;
    }
    if let Some(behind) = rest.strip_prefix('%') {
        layout.percent = true;
        rest = behind;
    }
    rest.is_empty().then_some(layout)
}

fn align_of(c: char) -> Option<Align> {
    match c {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Middle),
        _ => None,
    }
}

fn number(digits: &str) -> Option<usize> {
    digits.parse().ok().filter(|n| *n <= limits::FORMAT_WIDTH_MAX)
}

#[cfg(test)]
mod tests {
    use super::check_format;
    use crate::value::Type;

    #[test]
    fn what_is_no_format_is_said_so() {
        for (spec, ty, expected) in [
            (",.2", Type::Float, "ok"),
            ("05", Type::Int, "ok"),
            ("%", Type::Float, "ok"),
            ("*^10", Type::Text, "ok"),
            ("%-d %B", Type::Date, "ok"),
            ("%H:%M", Type::Time, "ok"),
            ("%H:%M:%S", Type::Duration, "ok"),
            (".1h", Type::Duration, "ok"),
            (">8", Type::Person, "ok"),
            ("", Type::Int, "`` is no format for a number; write one as `,`, `.2`, `,.2`, `05` or `%`"),
            ("0", Type::Int, "`0` is no format for a number; write one as `,`, `.2`, `,.2`, `05` or `%`"),
            ("x", Type::Int, "`x` is no format for a number; write one as `,`, `.2`, `,.2`, `05` or `%`"),
            (
                ">9999",
                Type::Text,
                "`>9999` is no format for a text; write one as `<10`, `>10`, `^10` or `.20`",
            ),
            (",", Type::Text, "`,` is a format for numbers, the value is a text"),
            (".2", Type::Person, "`.2` is a format for numbers, the value is a person"),
            (".2", Type::Date, "`.2` is a format for numbers, the value is a date"),
            ("yyyy", Type::Date, "`yyyy` is no format for a date; write one as `%-d %B %Y`"),
            (
                "x",
                Type::Duration,
                "`x` is no format for a duration; write a unit (`d h m s ms`, as `.1h`) or a clock (`%H:%M:%S`)",
            ),
            (
                ".2",
                Type::Text.optional(),
                "a value that may be none has no format; say with `??` what to print then",
            ),
            (".2", Type::list(Type::Int), "a list<int> has no format"),
            ("%d", Type::Json, "`%d` is no format for json; say what it is first, as in `x as date`"),
        ] {
            let found = check_format(spec, &ty).map_or_else(|problem| problem, |_| "ok".to_owned());
            assert_eq!(found, expected, "{spec} for {ty}");
        }
        for (spec, ty) in [("%H:%M", Type::Date), ("%", Type::Time), ("%~", Type::Time)] {
            assert!(check_format(spec, &ty).is_err(), "{spec} for {ty}");
        }
    }
}
