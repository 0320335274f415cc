//! What an input of a card takes, as other forms write it.

use super::habits::{is_inside, words};
use super::mistakes::{Family, Place};
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Inputs of another form.
pub(super) const KNOWN: Family = Family { inside: true, mistakes: &[choice] };

/// Words for an input with choices.
const WORDS: [&str; 14] = [
    "choice", "choices", "enum", "select", "dropdown", "radio", "options", "option", "one", "oneof", "any",
    "list", "picker", "checkbox",
];

/// `input x: choice("a", "b")`, `input x: enum "a" | "b"`, `input x: ["a", "b"]`, `input x: "a", "b"`
fn choice(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    let head = place.rule == Rule::only_node
        && builder.token_text(start) == "input"
        && builder.code(start + 2) == ':'
        && is_inside(place)
        && place.at >= start + 3;
    if !head {
        return None;
    }
    let first = start + 3;
    let (name, word) = (builder.token_text(start + 1), builder.token_text(first));
    let bracket = |token: usize| matches!(builder.code(token), '[' | '(' | '{' | Code::CALL);
    let named = WORDS.contains(&word.to_lowercase().as_str());
    let from = match (named, bracket(first), bracket(first + 1)) {
        (true, _, _) | (false, true, _) => first,
        (false, false, false) if builder.code(first) == Code::TEXT_LITERAL => first,
        _ => return None,
    };
    // The default of `input x: "a" | "b" "Title" = "a"` is no choice.
    if !named && builder.token_text(place.at) == "=" {
        return None;
    }
    let texts = choices(builder, from, place.bad.end)?;
    if texts.len() < 2 && !named && !bracket(from) {
        return None;
    }
    let listed: Vec<&str> = texts.iter().map(|token| builder.token_text(*token)).collect();
    let plain = listed.join(" | ");
    let last = texts.last().map_or(from, |token| token + 1);
    let last = if matches!(builder.code(last), ']' | ')' | '}') { last + 1 } else { last };
    let (_, found, text) = words(builder, place);
    if place.at > last + 1 || found.is_empty() || text.is_empty() {
        return None;
    }
    let span = builder.span(from, last);
    let span =
        if span.slice(builder.text).contains('\n') { Span { end: span.start + 1, ..span } } else { span };
    let message = "found a choice of another form, expected texts with `|` between them";
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message)
            .label("expected `\"a\" | \"b\"`")
            .help(format!("write `input {name}: {plain}`; of a list, `input {name}: one of xs`")),
    )
}

/// The texts that stand from a token on, with only brackets and what parts them between.
pub(super) fn choices(builder: &Builder<'_>, from: usize, end: usize) -> Option<Vec<usize>> {
    let mut texts = Vec::new();
    let mut parted = true;
    let bracketed = (from..from + 2).any(|token| matches!(builder.code(token), '[' | '(' | '{' | Code::CALL));
    for token in from..end {
        match builder.code(token) {
            Code::TEXT_LITERAL if parted => {
                texts.push(token);
                parted = false;
            }
            ',' | '|' | 'D' => parted = true,
            '[' | '(' | '{' | Code::CALL if texts.is_empty() => {}
            ']' | ')' | '}' => break,
            _ if token == from => {}
            _ if builder.token_text(token) == "or" => parted = true,
            _ if bracketed => return None,
            _ => break,
        }
    }
    (!texts.is_empty()).then_some(texts)
}
