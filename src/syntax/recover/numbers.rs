//! Numbers and durations as other languages and people write them.

use super::habits::{unexpected, words};
use super::mistakes::{Family, Place};
use crate::diagnostics::Applicability::Safe;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::{Builder, day_of, unit_ms, unit_of_word};
use crate::syntax::layout::Code;

/// Numbers of another form.
pub(super) const KNOWN: Family = Family { inside: true, mistakes: &[unit, two_units, thousands] };

/// `config at: time = 09:00`, `let at = 2026-01-31 09:00`
pub(super) fn hour_value(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if place.at >= place.bad.end || builder.code(place.at) != Code::CLOCK_TIME {
        return None;
    }
    let (hour, minute) = builder.token_text(place.at).split_once(':')?;
    let (hour, minute) = (hour.parse::<u8>().ok()?, minute.parse::<u8>().ok()?);
    let day = place.at.checked_sub(5).filter(|year| *year >= place.bad.start);
    let day = day.and_then(|year| day_of(builder.span(year, place.at).slice(builder.text).trim()));
    if day.is_none() && !place.expected.value {
        return None;
    }
    let fixed = matches!(place.first_word(builder), "config" | "const" | "state");
    let day = day.unwrap_or_else(|| if fixed { "date(2026, 1, 31)" } else { "today" }.to_owned());
    let help = format!(
        "an hour belongs to a day: `{day}.at({hour}, {minute})`; how long it is after midnight is a `duration`, `{hour}h`"
    );
    let help =
        if minute == 0 { help } else { format!("an hour belongs to a day: `{day}.at({hour}, {minute})`") };
    Some(unexpected(builder, place, "a value", help))
}

/// `10 minutes`
fn unit(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, number, word) = words(builder, place);
    let number_before = place.at > place.bad.start && builder.code(place.at - 1) == Code::NUMBER;
    let unit = unit_of_word(word).filter(|_| number_before)?;
    let span = builder.span(place.at - 1, place.at + 1);
    let duration = format!("{number}{unit}");
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            span,
            format!("found `{number} {word}`, a duration is written as one word"),
        )
        .label("expected a duration")
        .help(format!("write `{duration}`"))
        .fix(Safe, format!("write `{duration}`"), span, duration),
    )
}

/// `1h 30m`
fn two_units(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, first, second) = words(builder, place);
    let both = place.at > place.bad.start
        && builder.code(place.at) == Code::NUMBER
        && builder.code(place.at - 1) == Code::NUMBER;
    if !both {
        return None;
    }
    let parts = |text: &str| {
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = text.split_at(digits);
        Some((number.parse::<i64>().ok()?, unit_ms(unit)?, unit.to_owned()))
    };
    let (count, large, _) = parts(first)?;
    let (rest, small, unit) = parts(second)?;
    let whole = count.checked_mul(large)?.checked_add(rest.checked_mul(small)?)?;
    let span = builder.span(place.at - 1, place.at + 1);
    let duration = format!("{}{unit}", whole.checked_div(small)?);
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            span,
            format!("found `{first} {second}`, a duration has one number and one unit"),
        )
        .label("expected one duration")
        .help(format!("write `{duration}`"))
        .fix(Safe, format!("write `{duration}`"), span, duration),
    )
}

/// `1,000`
fn thousands(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    let next = builder.token_text(place.at + 1);
    let (_, comma) = builder.bytes(place.at, place.at + 1);
    let here = text == ","
        && place.at > place.bad.start
        && builder.code(place.at - 1) == Code::NUMBER
        && builder.code(place.at + 1) == Code::NUMBER
        && next.len() == 3
        && builder.bytes(place.at + 1, place.at + 2).0 == comma;
    here.then(|| {
        unexpected(
            builder,
            place,
            "the rest of the number",
            format!("write `{before}_{next}`, or `{before}{next}`"),
        )
    })
}
