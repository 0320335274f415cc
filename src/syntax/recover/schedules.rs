//! Schedules and timers as people first write them.

use super::habits::{unexpected, words};
use super::mistakes::{Family, Place};
use crate::base::Span;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::Diagnostic;
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Times of another form.
pub(super) const KNOWN: Family = Family { inside: true, mistakes: &[schedule, later] };

/// `every mon-fri at 09:00`, `at 09:00`
fn schedule(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    match (first, text) {
        ("every", "and" | "&" | "or") if place.at == place.bad.start + 2 => {
            let next = builder.token_text(place.at + 1);
            Some(unexpected(
                builder,
                place,
                "`,`",
                format!("write `,` between days: `every {before}, {next} at 09:00`"),
            ))
        }
        ("cron", _) if place.at == place.bad.start + 1 => {
            let brace =
                (place.at..place.bad.end).find(|token| builder.code(*token) == '{').unwrap_or(place.bad.end);
            let line = builder.span(place.at, brace).slice(builder.text).trim();
            Some(unexpected(
                builder,
                place,
                "a text in quotes",
                format!("write it in quotes: `every cron \"{line}\"`"),
            ))
        }
        ("every", "-" | "to" | "..") if place.at > place.bad.start + 1 => Some(unexpected(
            builder,
            place,
            "`at` or `,`",
            "write `every weekday at 09:00`, or name each day: `every mon, tue, wed at 09:00`",
        )),
        ("every", _) if builder.code(place.at) == Code::CLOCK_TIME && matches!(before, "every" | "at") => {
            let span = builder.token_span(place.at);
            let at = Span { start: builder.token_span(place.bad.start).end, end: span.start, ..span };
            let help = format!("say on which days: `every day at {text} {{ ... }}`");
            Some(unexpected(builder, place, "a day", help).fix(Unsafe, "write `day at`", at, " day at "))
        }
        ("at" | "daily", _) if place.rule == Rule::item && place.at == place.bad.start => {
            let clock = (place.at..place.bad.end).find(|token| builder.code(*token) == Code::CLOCK_TIME);
            let hour = clock.map_or("09:00", |token| builder.token_text(token));
            let help = format!("write `every day at {hour} {{ ... }}`");
            Some(unexpected(builder, place, "a declaration, such as `command` or `every`", help))
        }
        ("every", _) if builder.code(place.at) == Code::CLOCK_TIME && place.expected.has_word("at") => {
            let span = builder.token_span(place.at);
            let at = Span { end: span.start, ..span };
            let help = format!("write `at` before the hour: `every {before} at {text} {{ ... }}`");
            Some(unexpected(builder, place, "`at`", help).fix(Safe, "write `at`", at, "at "))
        }
        _ => None,
    }
}

/// `later tomorrow 09:00`, `later at d at 17:30`, `later on d at 17:30`
fn later(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    match (first, text) {
        ("later", _) if builder.code(place.at) == Code::CLOCK_TIME && place.expected.has('{') => {
            Some(unexpected(
                builder,
                place,
                "`{`",
                "write `later at 09:00 { ... }`, or with a day: `later at tomorrow 09:00 { ... }`",
            ))
        }
        ("later", "at") if place.expected.has(Code::CLOCK_TIME) => {
            let day = builder.span(place.bad.start + 2, place.at).slice(builder.text);
            Some(unexpected(
                builder,
                place,
                "an hour or `{`",
                format!(
                    "write `at` once: `later at {day} {} {{ ... }}`",
                    hour_behind(builder, place, place.at)
                ),
            ))
        }
        // `later on d at 17:30`
        ("later", _) if before == "on" && place.at == place.bad.start + 2 => {
            let end = (place.at..place.bad.end)
                .find(|token| builder.code(*token) == '{' || builder.token_text(*token) == "at");
            let end = end.unwrap_or(place.at + 1);
            let day = builder.span(place.at, end).slice(builder.text);
            let when = match builder.token_text(end) {
                "at" => format!("{day} {}", hour_behind(builder, place, end)),
                _ => day.to_owned(),
            };
            Some(unexpected(
                builder,
                place,
                "`at` in place of `on`",
                format!("write `later at {when} {{ ... }}`"),
            ))
        }
        _ => None,
    }
}

/// The hour that stands behind an `at`.
fn hour_behind<'a>(builder: &Builder<'a>, place: &Place, at: usize) -> &'a str {
    let clock = at + 1 < place.bad.end && builder.code(at + 1) == Code::CLOCK_TIME;
    if clock { builder.token_text(at + 1) } else { "09:00" }
}
