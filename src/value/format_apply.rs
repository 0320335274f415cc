//! Formats of holes, applied to values.

use crate::value::format::{Align, Layout, ParsedFormat};
use crate::value::{Fault, FaultKind, Marks, Text, TextBuilder, Type, Value, float_of, hole, show_float};
use jiff::Timestamp;
use jiff::civil::date;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What a hole with a format prints. A text keeps its marks, everything else is data.
///
/// `locale` says how thousands are parted, where the format asks for that; all else is for programs too.
pub fn apply_format(
    format: &ParsedFormat,
    value: &Value,
    (zone, locale): (&TimeZone, Option<&str>),
) -> Result<Text, Fault> {
    let marks = || locale.and_then(Marks::of).unwrap_or(Marks::PLAIN);
    match (format, value) {
        (ParsedFormat::Layout(layout), Value::Int(int)) => Ok(number(layout, &Number::Int(*int), marks)),
        (ParsedFormat::Layout(layout), Value::Float(float)) => {
            Ok(number(layout, &Number::Float(*float), marks))
        }
        (ParsedFormat::Layout(layout), _) => match hole(value, zone)? {
            Value::Text(text) => Ok(aligned(layout, &shortened(layout, text), Align::Left)),
            _ => Err(unfit(value)),
        },
        (ParsedFormat::Calendar(spec), Value::Date(date)) => {
            write_calendar(spec, &BrokenDownTime::from(*date)).map_err(|_| unfit(value))
        }
        (ParsedFormat::Calendar(spec), Value::Time(ms)) => {
            let instant = Timestamp::from_millisecond(*ms).map_err(|_| unfit(value))?;
            let zoned = instant.to_zoned(zone.clone());
            write_calendar(spec, &BrokenDownTime::from(&zoned)).map_err(|_| unfit(value))
        }
        (ParsedFormat::Calendar(spec), Value::Duration(ms)) => Ok(Text::data(clock(spec, *ms))),
        (ParsedFormat::Amount { unit_ms, precision }, Value::Duration(ms)) => {
            Ok(Text::data(format!("{:.*}", precision, float_of(*ms) / float_of(*unit_ms))))
        }
        (ParsedFormat::Calendar(_) | ParsedFormat::Amount { .. }, _) => Err(unfit(value)),
    }
}

/// Whether a calendar format can be written for values of a type, tried on a sample.
pub(super) fn try_sample(spec: &str, ty: &Type) -> Result<(), String> {
    let day = date(2026, 1, 5);
    let sample = match ty {
        Type::Date => BrokenDownTime::from(day),
        _ => {
            let zoned = day.at(9, 0, 0, 0).to_zoned(TimeZone::UTC).map_err(|error| error.to_string())?;
            BrokenDownTime::from(&zoned)
        }
    };
    write_calendar(spec, &sample).map(|_| ())
}

fn write_calendar(spec: &str, fields: &BrokenDownTime) -> Result<Text, String> {
    fields.to_string(spec).map(Text::data).map_err(|error| error.to_string())
}

fn unfit(value: &Value) -> Fault {
    Fault::new(FaultKind::Shape, format!("a {} cannot be printed in this format", value.kind_name()))
}

enum Number {
    Int(i64),
    Float(f64),
}

fn number(layout: &Layout, number: &Number, marks: impl FnOnce() -> Marks) -> Text {
    let (negative, digits) = match *number {
        Number::Int(int) if layout.precision.is_none() && !layout.percent => {
            (int < 0, int.unsigned_abs().to_string())
        }
        Number::Int(int) => float_digits(layout, float_of(int)),
        Number::Float(float) => float_digits(layout, float),
    };
    let nothing_left = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let digits = if layout.grouped { marks().group(&digits) } else { digits };
    let sign = match (negative && !nothing_left, layout.plus) {
        (true, _) => "-",
        (false, true) => "+",
        (false, false) => "",
    };
    let percent = if layout.percent { "%" } else { "" };
    let taken = sign.len() + digits.chars().count() + percent.len();
    let zeros = if layout.zeros { layout.width.saturating_sub(taken) } else { 0 };
    let text = Text::data(format!("{sign}{}{digits}{percent}", "0".repeat(zeros)));
    aligned(layout, &text, Align::Right)
}

/// Whether it is negative, and the digits of its amount.
fn float_digits(layout: &Layout, float: f64) -> (bool, String) {
    let amount = if layout.percent { float.abs() * 100.0 } else { float.abs() };
    let digits = match layout.precision {
        Some(precision) => format!("{amount:.precision$}"),
        None if layout.percent => format!("{amount:.0}"),
        None if layout.grouped => amount.to_string(),
        None => show_float(amount),
    };
    (float < 0.0, digits)
}

/// `%H:%M:%S` of a duration: what is not divided into longer units stays in the longest one named.
fn clock(spec: &str, ms: i64) -> String {
    let mut rest = ms.unsigned_abs() / 1000;
    let mut take = |unit: &str, seconds: u64| {
        if !spec.contains(unit) {
            return 0;
        }
        let amount = rest / seconds;
        rest %= seconds;
        amount
    };
    let (days, hours) = (take("%d", 86_400), take("%H", 3_600));
    let (minutes, seconds) = (take("%M", 60), take("%S", 1));
    let mut shown = String::from(if ms < 0 { "-" } else { "" });
    let mut chars = spec.chars();
    while let Some(c) = chars.next() {
        let field = if c == '%' { chars.next() } else { None };
        match field {
            Some('d') => shown.push_str(&days.to_string()),
            Some('H') => shown.push_str(&format!("{hours:02}")),
            Some('M') => shown.push_str(&format!("{minutes:02}")),
            Some('S') => shown.push_str(&format!("{seconds:02}")),
            Some(other) => shown.push(other),
            None => shown.push(c),
        }
    }
    shown
}

/// A text cut to its precision, in characters as a reader sees them.
fn shortened(layout: &Layout, text: Text) -> Text {
    let Some(precision) = layout.precision else { return text };
    match text.as_str().grapheme_indices(true).nth(precision) {
        Some((end, _)) => text.slice(0..end),
        None => text,
    }
}

fn aligned(layout: &Layout, text: &Text, usual: Align) -> Text {
    let free = layout.width.saturating_sub(text.as_str().width());
    if free == 0 {
        return text.clone();
    }
    let before = match layout.align.unwrap_or(usual) {
        Align::Left => 0,
        Align::Right => free,
        Align::Middle => free / 2,
    };
    let fill = layout.fill.unwrap_or(' ').to_string();
    let mut builder = TextBuilder::new();
    builder.push(&fill.repeat(before), false);
    builder.push_text(text);
    builder.push(&fill.repeat(free - before), false);
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::apply_format;
    use crate::value::{Text, Type, Value, check_format};
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn check(value: &Value, ty: &Type, spec: &str, expected: &str) {
        let zone = TimeZone::get("Europe/Zurich").expect("bundled");
        let format = check_format(spec, ty).expect("a format");
        let shown = apply_format(&format, value, (&zone, None)).map(|text| text.as_str().to_owned());
        assert_eq!(shown.as_deref(), Ok(expected), "{value:?}:{spec}");
    }

    #[test]
    fn numbers() {
        for (value, spec, expected) in [
            (Value::Int(1_234_567), ",", "1,234,567"),
            (Value::Int(-1234), ",", "-1,234"),
            (Value::Int(123), ",", "123"),
            (Value::Int(7), "05", "00007"),
            (Value::Int(-7), "05", "-0007"),
            (Value::Int(7), "+", "+7"),
            (Value::Int(7), "5", "    7"),
            (Value::Int(7), "<5", "7    "),
            (Value::Int(7), "*^5", "**7**"),
            (Value::Int(7), ".2", "7.00"),
            (Value::Int(i64::MIN), ",", "-9,223,372,036,854,775,808"),
            (Value::Float(84.5), ",.2", "84.50"),
            (Value::Float(1_234.567), ",.2", "1,234.57"),
            (Value::Float(1_234.5), ",", "1,234.5"),
            (Value::Float(-0.001), ".2", "0.00"),
            (Value::Float(2.7), ".0", "3"),
            (Value::Float(0.456), "%", "46%"),
            (Value::Float(0.456), ".1%", "45.6%"),
            (Value::Float(1e300), ".0%", &format!("{:.0}%", 1e302)),
        ] {
            check(&value, &Type::Float, spec, expected);
        }
    }

    #[test]
    fn only_parted_thousands_are_those_of_a_place() {
        for (spec, expected) in
            [(",.2", "-1.234,50"), ("010,", "-001.234,5"), (".1", "-1234.5"), ("+", "-1234.5")]
        {
            let format = check_format(spec, &Type::Float).expect("a format");
            let shown = apply_format(&format, &Value::Float(-1234.5), (&TimeZone::UTC, Some("de-DE")));
            assert_eq!(shown.map(|text| text.as_str().to_owned()).as_deref(), Ok(expected), "{spec}");
        }
    }

    #[test]
    fn texts_dates_and_durations() {
        let day = Value::Date(date(2026, 1, 5));
        let time = Value::Time(1_767_603_600_000);
        for (value, ty, spec, expected) in [
            (Value::data("ab"), Type::Text, ">4", "  ab"),
            (Value::data("日本"), Type::Text, "<6", "日本  "),
            (Value::data("👩‍👩‍👧abc"), Type::Text, ".2", "👩‍👩‍👧a"),
            (Value::data("too long"), Type::Text, "3", "too long"),
            (Value::Bool(true), Type::Bool, ">5", " true"),
            (day.clone(), Type::Date, "%-d %B", "5 January"),
            (day, Type::Date, "%d %b %Y", "05 Jan 2026"),
            (time.clone(), Type::Time, "%H:%M", "10:00"),
            (time, Type::Time, "%A, %H:%M %Z", "Monday, 10:00 CET"),
            (Value::Duration(5_400_000), Type::Duration, ".1h", "1.5"),
            (Value::Duration(5_400_000), Type::Duration, "m", "90"),
            (Value::Duration(93_784_000), Type::Duration, "%H:%M:%S", "26:03:04"),
            (Value::Duration(-93_784_000), Type::Duration, "%d d %H:%M", "-1 d 02:03"),
        ] {
            check(&value, &ty, spec, expected);
        }
    }

    #[test]
    fn a_text_keeps_its_marks() {
        let format = check_format(">6.4", &Type::Text).expect("a format");
        let text = crate::value::concat(&[Value::own("**"), Value::data("abc")]).expect("short");
        let shown = apply_format(&format, &text, (&TimeZone::UTC, None)).expect("a text");
        assert_eq!(shown.runs().collect::<Vec<_>>(), [(false, "  "), (true, "**"), (false, "ab")]);
        assert!(apply_format(&format, &Value::Text(Text::default()), (&TimeZone::UTC, None)).is_ok());
    }
}
