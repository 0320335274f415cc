//! Lines of tests in other forms: `set n 3`, `mock http GET "..." -> 200`, `webhook POST "/a"`.

use super::habits::{is_inside, unexpected, words};
use super::mistakes::{Family, Place};
use super::slips::rest;
use crate::base::Span;
use crate::diagnostics::Applicability::Safe;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Lines of tests.
pub(super) const KNOWN: Family =
    Family { inside: false, mistakes: &[set, set_compared, mocked, method, inputs, expected_line] };

/// `set n: 3`, `set n 3`
fn set(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, name, text) = words(builder, place);
    let second = place.at == place.bad.start + 2 && is_inside(place);
    if place.rule != Rule::only_step || first != "set" || !second {
        return None;
    }
    let span = builder.token_span(place.at);
    let sign = matches!(text, ":" | "to");
    let value = rest(builder, place, place.at + usize::from(sign));
    let found = unexpected(builder, place, "`=`", format!("write `set {name} = {value}`"));
    Some(match text {
        ":" => found.fix(Safe, "write `=`", span, " ="),
        "to" => found.fix(Safe, "write `=`", span, "="),
        _ => found.fix(Safe, "write `=`", Span { end: span.start, ..span }, "= "),
    })
}

/// `set n == 3`: a comparison, where the `=` is missing at the end.
fn set_compared(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    if place.rule != Rule::only_step || builder.token_text(start) != "set" || is_inside(place) {
        return None;
    }
    let equal = (start..place.at).find(|token| builder.token_text(*token) == "==")?;
    let name = builder.span(start + 1, equal).slice(builder.text);
    let span = builder.token_span(equal);
    let help = format!("write `set {name} = {}`", rest(builder, place, equal + 1));
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `==`, which compares, expected `=`")
            .label("expected `=`")
            .help(help)
            .fix(Safe, "write `=`", span, "="),
    )
}

/// `mock http GET "..." -> 200`, `mock http GET "..." => { "a": 1 }`
fn mocked(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if place.rule != Rule::only_step || first != "mock" {
        return None;
    }
    let gives = matches!(text, "->" | ":" | "=") && place.expected.has(Code::GIVES);
    if gives {
        let head = builder.span(place.bad.start, place.at).slice(builder.text);
        let help = format!("write `{head} => {}`", rest(builder, place, place.at + 1));
        let found = unexpected(builder, place, "`=>`", help);
        return Some(found.fix(Safe, "write `=>`", builder.token_span(place.at), " =>"));
    }
    let body =
        matches!(builder.code(place.at), '{' | '[' | Code::TEXT_LITERAL | Code::PLAIN) || text == "json";
    (before == "=>" && body).then(|| {
        let body = rest(builder, place, place.at);
        unexpected(builder, place, "a status", format!("the status stands first: `=> 200 {body}`"))
    })
}

/// `alice clicks "Send" with reason: "late"`
fn inputs(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let name = place.at.checked_sub(1).filter(|name| *name > place.bad.start)?;
    let clicks =
        builder.token_text(place.bad.start + 1) == "clicks" && builder.token_text(name - 1) == "with";
    if place.rule != Rule::only_step || !clicks || !matches!(builder.token_text(place.at), ":" | "=") {
        return None;
    }
    let head = builder.span(place.bad.start, name).slice(builder.text);
    let field = builder.token_text(name);
    let help = format!("write `{head} {{ {field}: {} }}`", rest(builder, place, place.at + 1));
    Some(unexpected(builder, place, "a record of the inputs", help))
}

/// `expect bot says "hi"`
fn expected_line(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, who, text) = words(builder, place);
    let said = matches!(text, "says" | "say" | "said" | "writes" | "replies" | "answers");
    if place.rule != Rule::only_step || first != "expect" || place.at != place.bad.start + 2 || !said {
        return None;
    }
    let line = rest(builder, place, place.at + 1).trim_matches('"');
    let help = format!("leave out `expect`, and write the line as it stands in the room: `{who}> {line}`");
    Some(unexpected(builder, place, "a condition", help))
}

/// `webhook POST "/a"`
fn method(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    let named = matches!(text, "GET" | "POST" | "PUT" | "PATCH" | "DELETE");
    let here = place.rule == Rule::only_step && first == "webhook" && place.at == place.bad.start + 1;
    (here && named).then(|| {
        let span = builder.token_span(place.at);
        let end = builder.token_span(place.at + 1).start;
        let help = format!("leave out the `{text}`: `webhook {}`", rest(builder, place, place.at + 1));
        let found = unexpected(builder, place, "a path in quotes", help);
        found.fix(Safe, format!("leave out the `{text}`"), Span { end, ..span }, "")
    })
}
