//! Elements of cards and lines of tests as people first write them.

use super::habits::{unexpected, words};
use super::mistakes::{Family, Place};
use super::region::brace_around;
use super::slips::rest;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Bytes of facts that a help shows.
const SHOWN_MAX: usize = 100;

/// Lines of another form.
pub(super) const KNOWN: Family = Family { inside: true, mistakes: &[colon, element, said, step] };

/// `text: "Ports"`
fn colon(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, word, text) = words(builder, place);
    let here = place.rule == Rule::only_node && place.at == place.bad.start + 1 && text == ":";
    if !here || builder.code(place.bad.start) == Code::TEXT_LITERAL {
        return None;
    }
    if in_facts(builder, place.bad.start) {
        let help = format!("write `{}`", facts(builder, place));
        return Some(unexpected(builder, place, "`=` behind a title in quotes", help));
    }
    let help = format!("leave out the colon: `{word} {}`", rest(builder, place, place.at + 1));
    let span = builder.token_span(place.at);
    Some(unexpected(builder, place, "what it shows", help).fix(Safe, "leave out the colon", span, ""))
}

/// Whether a line stands right in the braces of `facts`.
fn in_facts(builder: &Builder<'_>, line: usize) -> bool {
    let word = brace_around(builder, line).and_then(|open| open.checked_sub(1));
    word.is_some_and(|word| builder.token_text(word) == "facts")
}

/// `o: "x", p: "y"` as facts: `"o" = "x"; "p" = "y"`.
fn facts(builder: &Builder<'_>, place: &Place) -> String {
    let (mut first, mut depth, mut written) = (place.bad.start, 0_usize, Vec::new());
    for token in place.bad.start..=place.bad.end {
        let code = builder.code(token);
        if token == place.bad.end || depth == 0 && code == ',' {
            if token > first + 2 && builder.code(first + 1) == ':' {
                let title = builder.token_text(first).trim_matches('"');
                let value = builder.span(first + 2, token).slice(builder.text);
                written.push(format!("\"{title}\" = {value}"));
            }
            first = token + 1;
        } else if Code::is_opening(code) {
            depth += 1;
        } else if Code::is_closing(code) {
            depth = depth.saturating_sub(1);
        }
    }
    let written = written.join("; ");
    if written.is_empty() || written.len() > SHOWN_MAX { "\"Title\" = ...".to_owned() } else { written }
}

/// `separator: i == 0`, `text "a", wrap: true`, `text "a" size=large`, `facts { "a": "b" }`
fn element(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    if place.rule != Rule::only_node || place.at == place.bad.start {
        return None;
    }
    let span = builder.token_span(place.at);
    let property = (place.bad.start..place.at).rev().find(|token| builder.code(*token) == ':');
    let infix = Code::is_infix(builder.code(place.at));
    if infix && let Some(colon) = property {
        let word = builder.token_text(colon.saturating_sub(1));
        let (start, _) = builder.bytes(colon + 1, colon + 2);
        let (_, end) = builder.bytes(place.at, place.at + 1);
        let value = builder.text.get(start..end).unwrap_or("");
        return Some(unexpected(
            builder,
            place,
            "a property, a flag or the end of the line",
            format!("a value with an operator stands in parentheses: `{word}: ({value} ...)`"),
        ));
    }
    let literal = matches!(builder.code(place.at), Code::TEXT_LITERAL | Code::STRING_START);
    match (before, text) {
        (_, ",") => Some(
            unexpected(
                builder,
                place,
                "a property, a flag or the end of the line",
                "leave out the comma: properties stand behind one another",
            )
            .fix(Safe, "leave out the comma", span, ""),
        ),
        (word, "=") if word.starts_with(|c: char| c.is_ascii_lowercase()) => {
            Some(unexpected(builder, place, "`:`", format!("write `{word}: ...`")).fix(
                Safe,
                "write `:`",
                span,
                ": ",
            ))
        }
        (_, ":") if place.expected.has('=') && in_facts(builder, place.bad.start) => {
            let help = format!("write `{}`", facts(builder, place));
            Some(unexpected(builder, place, "`=`", help).fix(Safe, "write `=`", span, " ="))
        }
        (_, ":" | "=>") if place.expected.has('=') => Some(
            unexpected(
                builder,
                place,
                "`=`",
                format!("write `{before} = {}`", rest(builder, place, place.at + 1)),
            )
            .fix(Safe, "write `=`", span, if text == ":" { " =" } else { "=" }),
        ),
        ("->", _) if literal && !text.contains('/') => {
            let name = text.trim_matches('"');
            let help = format!("write the name of the action without quotes: `-> {name}()`");
            Some(unexpected(builder, place, "the name of an action", help))
        }
        ("->", _) if literal => Some(unexpected(
            builder,
            place,
            "the name of an action",
            "an address stands without an arrow: `open \"Title\" \"https://...\"`",
        )),
        _ => None,
    }
}

/// `say "x"` in a test.
fn said(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let statement = matches!(builder.token_text(place.bad.start), "say" | "reply" | "ask");
    if place.rule != Rule::only_step || place.at != place.bad.start || !statement {
        return None;
    }
    let text = (place.at..place.bad.end).find(|token| builder.code(*token) == Code::TEXT_LITERAL);
    let text = text.map_or("...", |token| builder.token_text(token).trim_matches('"'));
    let help = format!("what the bot says stands as `bot> {text}`, what somebody writes as `alice> ...`");
    Some(unexpected(builder, place, "a line of a test", help))
}

/// What to write for `wait 15m` in a test.
fn time_goes_on(builder: &Builder<'_>, place: &Place) -> String {
    let time = builder.span(place.bad.start + 1, place.bad.end).slice(builder.text).trim();
    let is_time = time.starts_with(|c: char| c.is_ascii_digit()) && time.chars().all(char::is_alphanumeric);
    format!("write `after {}`: the clock of the test goes on", if is_time { time } else { "5m" })
}

/// `bot: hi`, `alice says "c"`, `wait 5m`, `x = 5`, `mock GET "..."` in a test.
fn step(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    if place.rule != Rule::only_step {
        return None;
    }
    let second = place.at == place.bad.start + 1;
    let renamed = |token: usize, here: &str, help: String| {
        let span = builder.token_span(token);
        let word = builder.token_text(token);
        Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, format!("`{word}` is written `{here}` here"))
            .label(format!("expected `{here}`"))
            .help(help)
            .fix(Unsafe, format!("write `{here}`"), span, here)
    };
    match (first, text) {
        (_, ":") if second => {
            let span = builder.token_span(place.at);
            Some(unexpected(builder, place, "`>`", format!("write `{first}> ...`")).fix(
                Unsafe,
                "write `>`",
                span,
                ">",
            ))
        }
        (_, "says" | "say" | "types" | "writes") if second => {
            Some(unexpected(builder, place, "`>`", format!("write `{first}> ...`, without quotes")))
        }
        (_, "=") if second => Some(unexpected(
            builder,
            place,
            "a line of a test",
            format!("write `set {first} = ...` for state, or `expect {first} == ...`"),
        )),
        ("assert", _) => Some(renamed(place.bad.start, "expect", "write `expect x == 1`".to_owned())),
        ("wait" | "sleep" | "advance", _) => {
            Some(renamed(place.bad.start, "after", time_goes_on(builder, place)))
        }
        ("let" | "var", _) => Some(renamed(
            place.bad.start,
            "set",
            "write `set name = ...` for state or a setting; a test has no variables".to_owned(),
        )),
        ("time" | "date" | "now", _) if builder.code(place.bad.start + 1) == Code::TEXT_LITERAL => {
            Some(renamed(place.bad.start, "clock", "write `clock \"2026-11-23 08:59\"`".to_owned()))
        }
        ("clock", _) if second => Some(unexpected(
            builder,
            place,
            "a text in quotes",
            "write the moment in quotes: `clock \"2026-11-23 08:59\"`",
        )),
        (_, "@" | "#" | "at" | "from") if second => {
            let room = (place.at..place.bad.end).find(|token| builder.code(*token) == Code::TEXT_LITERAL);
            let room = room.map_or("\"Ops\"", |token| builder.token_text(token));
            Some(unexpected(
                builder,
                place,
                "`in` and a room, or `>`",
                format!("write `{first} in {room}> ...`"),
            ))
        }
        (">", _) if place.at == place.bad.start => {
            Some(unexpected(builder, place, "a name before it", "write who says it: `alice> ...`"))
        }
        _ => mock(builder, place),
    }
}

/// `mock GET "..."`, `mock http GET "..." 200`
fn mock(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    let second = place.at == place.bad.start + 1;
    match (first, text) {
        ("mock", _) if second => Some(unexpected(
            builder,
            place,
            "`http`",
            format!("write `mock http {text} \"https://...\" => 200`"),
        )),
        ("mock", _) if place.expected.has(Code::GIVES) => Some(unexpected(
            builder,
            place,
            "`=>`",
            format!(
                "write `=>` before the answer: `mock http {} {before} => {text}`",
                builder.token_text(place.bad.start + 2)
            ),
        )),
        _ => None,
    }
}
