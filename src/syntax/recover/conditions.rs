//! Conditions as other languages write them, and those that are missing.

use super::habits::{is_inside, unexpected, words};
use super::mistakes::{Family, Place};
use crate::diagnostics::Applicability::Safe;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Conditions of another form.
pub(super) const KNOWN: Family = Family { inside: false, mistakes: &[missing, identity, comparison] };

/// `else if { ... }`, `if { ... }`, `while { ... }`
fn missing(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if place.rule == Rule::item {
        return None;
    }
    let head =
        |token: usize| matches!(builder.token_text(token), "if" | "while") && builder.code(token + 1) == '{';
    // What stands in the braces reads as a record: it fails there, or behind it.
    let token = (place.bad.start..place.at.min(place.bad.end)).find(|token| head(*token))?;
    let word = builder.token_text(token);
    let other = token > place.bad.start && builder.token_text(token - 1) == "else";
    let help = match (word, other) {
        (_, true) => "say when: `else if x == 1 { ... }`; for all that is left `else { ... }`",
        ("while", _) => "say how long: `while x < 10 { ... }`, or `while true { ... }`",
        _ => "say when: `if x == 1 { ... }`",
    };
    let span = builder.token_span(token + 1);
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            span,
            format!("found `{{` behind `{word}`, expected a condition"),
        )
        .label("expected a condition")
        .help(help),
    )
}

/// `if x is None: stop`, `if x is not None { ... }`
fn identity(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, left, text) = words(builder, place);
    if text != "is" || !is_inside(place) || !place.expected.operator {
        return None;
    }
    let not = builder.token_text(place.at + 1) == "not";
    let at = place.at + 1 + usize::from(not);
    let right = match builder.token_text(at) {
        "None" | "null" | "nil" | "undefined" | "none" | "empty" | "missing" => "none",
        "True" | "true" => "true",
        "False" | "false" => "false",
        word if at < place.bad.end && builder.code(at) != Code::END => word,
        _ => return None,
    };
    let sign = if not { "!=" } else { "==" };
    let condition = match (right, not) {
        ("true", false) | ("false", true) => left.to_owned(),
        ("true", true) | ("false", false) => format!("not {left}"),
        _ => format!("{left} {sign} {right}"),
    };
    let span = builder.span(place.at, at);
    let found = if not { "is not" } else { "is" };
    let message = format!("`{found}` is written `{sign}` here");
    let told = |help: String| {
        Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, message.clone())
            .label(format!("expected `{sign}`"))
            .help(help)
    };
    let colon = builder.token_text(at + 1) == ":" && at + 1 < place.bad.end;
    if !colon {
        let help = format!("write `{condition}`; for a group `{left} in admins`");
        return Some(told(help));
    }
    let head = builder.token_text(place.bad.start);
    let what =
        if at + 2 < place.bad.end { builder.span(at + 2, place.bad.end).slice(builder.text) } else { "..." };
    Some(told(format!("write `{head} {condition} {{ {what} }}`")))
}

/// `x is y`, `x not y`, `x <> y`, `x!`
fn comparison(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    if !is_inside(place) {
        return None;
    }
    let help = match (before, text) {
        (_, "is") if place.expected.operator => "write `x == y`, or `p in admins` for a group",
        (_, "not") if place.expected.operator => "write `x != y`, or `p not in admins` for a group",
        ("<", ">") if place.at > place.bad.start => {
            let span = builder.span(place.at - 1, place.at + 1);
            return Some(
                Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, "`<>` is written `!=` here")
                    .label("expected `!=`")
                    .help("write `!=`")
                    .fix(Safe, "write `!=`", span, "!="),
            );
        }
        (_, "!") if place.expected.operator => {
            "handle `none`: `x ?? 0`, or `let x = ... else { stop }`; `not` stands before what it denies"
        }
        _ => return None,
    };
    // `!=` and `!==` have their own words.
    let next = builder.token_text(place.at + 1);
    (text != "!" || !matches!(next, "=" | "==")).then(|| unexpected(builder, place, "an operator", help))
}
