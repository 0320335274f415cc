//! Statements in cards, and elements of cards where statements stand.

use super::mistakes::{Family, Place};
use super::slips::rest;
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::label::label;
use crate::syntax::layout::{Code, is_reserved_code, statement_words};

/// Words that lines of a card begin with. The schema of cards is not known here, and names it all.
const ELEMENTS: &[&str] = &[
    "text", "rich", "image", "images", "box", "columns", "column", "facts", "actions", "input", "submit",
    "open", "show", "toggle", "include", "raw", "run",
];

/// Lines that belong somewhere else.
pub(super) const KNOWN: Family = Family {
    inside: false,
    mistakes: &[mapped_elements, element_of_json, statement_in_card, element_in_block],
};

/// What is said of a statement in a card.
pub(in crate::syntax) fn no_statement(span: Span, word: &str) -> Diagnostic {
    let help = if word == "match" {
        "choose elements with `if` and `else if`"
    } else {
        "say, ask, and change what is stored in the handler that shows the card, or in its action"
    };
    let wanted = label(Rule::only_node);
    Diagnostic::new(
        &codes::SYNTAX_UNEXPECTED,
        span,
        format!("found the statement `{word}`, expected {wanted}"),
    )
    .label("a card only shows")
    .help(help)
}

fn statement_in_card(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if place.rule != Rule::only_node {
        return None;
    }
    let start = place.bad.start;
    let (first, second) = (builder.token_text(start), builder.token_text(start + 1));
    let statement = is_reserved_code(builder.code(start)) && statement_words().any(|known| known == first);
    if statement && place.at == start {
        return Some(no_statement(builder.token_span(start), first));
    }
    let changes = ["=", "+=", "-="].contains(&second) || (first == "set" && place.at == start + 2);
    changes.then(|| {
        let wanted = label(Rule::only_node);
        let message = format!("a card changes nothing, expected {wanted}");
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, builder.span(start, place.at.max(start + 1)), message)
            .label("a card only shows")
            .help(
                "name a value with `let`; change state in the handler that shows the card, or in its action",
            )
    })
}

fn element_in_block(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if place.rule != Rule::only_statement {
        return None;
    }
    let first = builder.token_text(place.bad.start);
    let span = builder.token_span(place.bad.start);
    if first == "card" && place.at == place.bad.start {
        let braces = (place.at..place.bad.end).any(|token| builder.code(token) == '{');
        let called = builder.span(place.at, place.bad.end).slice(builder.text);
        let help = if braces || called == "card" || called.contains('\n') {
            "declare the card outside, and write `say card name()`".to_owned()
        } else {
            format!("write `say {called}`")
        };
        return Some(
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `card`, expected a statement")
                .label("a card is shown by `say` or `ask`")
                .help(help),
        );
    }
    let element = ELEMENTS.contains(&first) && place.at == place.bad.start + 1 && place.at < place.bad.end;
    element.then(|| {
        let message = format!("found `{first}`, an element of a card, expected a statement");
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message)
            .label("elements stand in a card")
            .help("put it into `card name() { ... }`, and show that with `say card name()`")
    })
}

/// `xs.map(x => text x)` in a card.
fn mapped_elements(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    let gives = (start..place.at).find(|token| builder.code(*token) == Code::GIVES)?;
    let call =
        gives.checked_sub(2).filter(|token| builder.code(*token) == Code::CALL && *token > start + 1)?;
    let element = ELEMENTS.contains(&builder.token_text(gives + 1));
    let closed = builder.code(place.bad.end - 1) == ')';
    if place.rule != Rule::only_node || !element || !closed {
        return None;
    }
    let list = builder.span(start, call - 1).slice(builder.text);
    let name = builder.token_text(gives - 1);
    let element = builder.span(gives + 1, place.bad.end - 1).slice(builder.text);
    let short = element.len() <= 60 && !element.contains('\n');
    let element = if short { element } else { "..." };
    let message = "found an element in a value, expected it in a loop";
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, builder.token_span(gives + 1), message)
            .label("no value")
            .help(format!("write `for {name} in {list} {{ {element} }}`")),
    )
}

/// `Input.Text name "N"`, `Action.Submit "N"`, `dropdown size: "S" | "M"`
fn element_of_json(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if place.rule != Rule::only_node {
        return None;
    }
    let start = place.bad.start;
    let (first, second) = (builder.token_text(start), builder.token_text(start + 1));
    let kind = match (first, second.trim_start_matches('.')) {
        ("Input", "Text") => "text",
        ("Input", "Number") => "int",
        ("Input", "Date") => "date",
        ("Input", "Time") => "time",
        ("Input", "Toggle") => "bool",
        ("Input", _) => "\"a\" | \"b\"",
        ("Action", "OpenUrl") => "open",
        ("Action", "ShowCard") => "show",
        ("Action", _) => "submit",
        ("dropdown" | "select" | "radio" | "choice" | "choices" | "picker" | "field", _) => "input",
        _ => return None,
    };
    let (end, help) = match first {
        "Input" => {
            let named = builder.token_text(start + 2).starts_with(|c: char| c.is_ascii_lowercase());
            let name = if named { builder.token_text(start + 2) } else { "name" };
            let label = rest(builder, place, start + if named { 3 } else { 2 });
            (start + 2, format!("write `input {name}: {kind} {label}`"))
        }
        "Action" => (start + 2, format!("write `{kind} {}`", rest(builder, place, start + 2))),
        _ if builder.code(start + 2) != ':' => return None,
        _ => (start + 1, format!("write `input {}`", rest(builder, place, start + 1))),
    };
    let span = builder.span(start, end);
    let word = span.slice(builder.text);
    let wanted = label(Rule::only_node);
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, format!("found `{word}`, expected {wanted}"))
            .label("no element of this name")
            .help(help),
    )
}
