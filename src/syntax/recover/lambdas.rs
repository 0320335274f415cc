//! Functions without a name, as other languages write them.

use super::mistakes::{Family, Place};
use crate::diagnostics::Applicability::Safe;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::layout::Code;

/// How a function without a name is written.
pub(super) const LAMBDA: &str = "write `x => ...`; what is longer than a value is a `fn` of its own";

/// `|x| x + 1`, `fn(x) { x + 1 }`, `{ it + 1 }`, `(x: int) => x`, `[f(x) for x in xs]`, `->` for `=>`
pub(super) const KNOWN: Family =
    Family { inside: true, mistakes: &[wrong_arrow, comprehension, named_by_word, other_form] };

fn without_name(builder: &Builder<'_>, token: usize, help: &str) -> Diagnostic {
    let span = builder.token_span(token);
    let word = builder.token_text(token);
    let message = if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        format!("there is no `{word}` without a name here")
    } else {
        format!("found `{word}`; a function without a name is written `x => ...`")
    };
    Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, message).label("expected `x => ...`").help(help)
}

/// `function(x) { ... }`, `def (x) { ... }`
fn named_by_word(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let opens = matches!(builder.code(place.at), '{' | '(');
    let word = (place.bad.start + 1..place.at).find(|token| {
        matches!(builder.token_text(*token), "function" | "lambda" | "fn" | "def" | "func")
            && matches!(builder.code(*token + 1), Code::CALL | '(')
    });
    word.filter(|_| opens).map(|token| without_name(builder, token, LAMBDA))
}

fn comprehension(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let list =
        place.open_bracket(builder).is_some_and(|token| matches!(builder.code(token), '[' | Code::CALL));
    (builder.token_text(place.at) == "for" && place.expected.operator && list).then(|| {
        let span = builder.token_span(place.at);
        Diagnostic::new(
            &codes::SYNTAX_FOREIGN_WORD,
            span,
            "found `for` in a value; there is no `[f(x) for x in xs]`",
        )
        .label("expected the end of the value")
        .help("write `xs.map(x => ...)`, and `xs.filter(x => ...)` for a condition")
    })
}

fn other_form(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let bracket = place.open_bracket(builder)?;
    let in_call = builder.code(bracket) == Code::CALL;
    match builder.token_text(place.at) {
        "|" if in_call && place.expected.value => Some(without_name(builder, place.at, LAMBDA)),
        ":" if place.expected.has(')') && builder.code(bracket) == '(' => {
            let close = (place.at..place.bad.end).find(|token| builder.code(*token) == ')')?;
            let arrow = builder.code(close + 1) == Code::GIVES;
            arrow.then(|| {
                let span = builder.span(place.at, close);
                Diagnostic::new(
                    &codes::SYNTAX_UNEXPECTED,
                    span,
                    "found a type in a lambda, whose types are known",
                )
                .label("expected `)`")
                .help("leave out the type: `x => ...`")
                .fix(Safe, "leave out the type", span, "")
            })
        }
        _ => {
            let before = bracket.checked_sub(1).map_or(Code::UNKNOWN, |before| builder.code(before));
            let it = (bracket..place.at).find(|token| matches!(builder.token_text(*token), "it" | "_1"));
            it.filter(|_| builder.code(bracket) == '{' && before == Code::CALL).map(|token| {
                let span = builder.token_span(token);
                Diagnostic::new(
                    &codes::SYNTAX_FOREIGN_WORD,
                    span,
                    "found a function without names for its values",
                )
                .label("not a word of the language")
                .help("give it a name: `x => ...`")
            })
        }
    }
}

/// `->` for `=>` and the other way round; a lambda in a place where none may stand.
fn wrong_arrow(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let span = builder.token_span(place.at);
    let (found, wanted) = match builder.code(place.at) {
        Code::ARROW if place.expected.has(Code::GIVES) => ("->", "=>"),
        Code::GIVES if place.expected.has(Code::ARROW) && place.expected.has('=') => {
            let head = builder.span(place.bad.start, place.at).slice(builder.text);
            let head = if head.len() > 60 || head.contains('\n') { "fn name(...)" } else { head };
            return Some(
                Diagnostic::new(
                    &codes::SYNTAX_WRONG_ARROW,
                    span,
                    "found `=>`, expected `=` before what a function gives",
                )
                .label("expected `=`")
                .help(format!("write `{head} = ...`; what is a block has neither"))
                .fix(Safe, "write `=`", span, "="),
            );
        }
        Code::GIVES if place.expected.has(Code::ARROW) => ("=>", "->"),
        Code::GIVES if place.expected.operator => {
            return Some(
                Diagnostic::new(
                    &codes::SYNTAX_WRONG_ARROW,
                    span,
                    "found `=>`, but a function without a name stands only between the brackets of a call",
                )
                .label("expected the end of the value")
                .help("declare it with `fn name(x) = ...`, or write it where it is used: `xs.map(x => ...)`"),
            );
        }
        _ => return None,
    };
    Some(
        Diagnostic::new(&codes::SYNTAX_WRONG_ARROW, span, format!("found `{found}`, expected `{wanted}`"))
            .label(format!("expected `{wanted}`"))
            .help(format!(
                "write `{wanted}`: `=>` gives a value, `->` names what a function returns or what a button does"
            ))
            .fix(Safe, format!("write `{wanted}`"), span, wanted),
    )
}
