//! What is said, asked and answered, with its parts in other places: `say p "hi"`, `ask "n?" as int, within 5m`.

use super::habits::{is_inside, unexpected, words};
use super::mistakes::{Family, Place};
use super::slips::rest;
use crate::diagnostics::Applicability::Safe;
use crate::diagnostics::Diagnostic;
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Statements that speak.
pub(super) const KNOWN: Family = Family {
    inside: true,
    mistakes: &[addressed, comma_behind_addressee, comma_in_ask, confirmed, status_named, set_of_texts],
};

fn is_text(builder: &Builder<'_>, token: usize) -> bool {
    matches!(builder.code(token), Code::TEXT_LITERAL | Code::STRING_START)
}

/// The first token of the name and its fields that end before a token.
fn receiver(builder: &Builder<'_>, place: &Place) -> Option<usize> {
    let mut first = place.at.checked_sub(1)?;
    while first > place.bad.start && matches!(builder.code(first), Code::FIELD | Code::OPTIONAL_FIELD) {
        first -= 1;
    }
    let name = builder.token_text(first).starts_with(|c: char| c.is_ascii_lowercase());
    (name && first > place.bad.start).then_some(first)
}

/// `say p "hi"`, `ask person "Size?"`, `say room "Ops"`
fn addressed(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if place.rule == Rule::item || !is_text(builder, place.at) {
        return None;
    }
    let first = receiver(builder, place)?;
    let word = builder.token_text(first - 1);
    // `say f"..."` addresses nobody.
    let touches = builder.bytes(place.at - 1, place.at).1 == builder.bytes(place.at, place.at + 1).0;
    if touches || !matches!(word, "say" | "ask") {
        return None;
    }
    let to = builder.span(first, place.at).slice(builder.text);
    let (text, what) = (builder.token_text(place.at), rest(builder, place, place.at));
    // A room has a name, a person an address: all else is what is said.
    let found = to == "room" && word == "say" || to == "person" && text.contains('@');
    let help = if found && is_text(builder, place.at + 1) && place.at + 1 < place.bad.end {
        format!("write `{word} to {to}({text}) {}`", rest(builder, place, place.at + 1))
    } else if found {
        format!("write `{word} to {to}({text}) \"...\"`")
    } else {
        format!("say to whom: `{word} to {to} {what}`")
    };
    Some(unexpected(builder, place, "`to` before who gets it", help))
}

/// `say to p, "hi"`
fn comma_behind_addressee(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let first = receiver(builder, place).filter(|_| builder.token_text(place.at) == ",")?;
    let said = first.checked_sub(2).filter(|token| *token >= place.bad.start)?;
    let word = builder.token_text(said);
    if builder.token_text(first - 1) != "to" || !matches!(word, "say" | "ask") {
        return None;
    }
    let to = builder.span(first, place.at).slice(builder.text);
    let what = rest(builder, place, place.at + 1);
    let help = format!("leave out the comma: `{word} to {to} {what}`");
    let found = unexpected(builder, place, "what is said", help);
    Some(found.fix(Safe, "leave out the comma", builder.token_span(place.at), ""))
}

/// `ask "How many?" as int, within 5m`
fn comma_in_ask(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let next = builder.token_text(place.at + 1);
    let clause = matches!(next, "as" | "within" | "by" | "where" | "else");
    if builder.token_text(place.at) != "," || !clause || place.open_bracket(builder).is_some() {
        return None;
    }
    let ask = (place.bad.start..place.at).rev().find(|token| builder.token_text(*token) == "ask")?;
    let asked = builder.span(ask, place.at).slice(builder.text);
    let what = rest(builder, place, place.at + 1);
    let help = format!("leave out the comma: `{asked} {what}`");
    let found = unexpected(builder, place, "a clause of `ask`", help);
    Some(found.fix(Safe, "leave out the comma", builder.token_span(place.at), ""))
}

/// `confirm "Sure?" { ... }`
fn confirmed(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    let here = place.rule == Rule::only_statement && first == "confirm" && text == "{";
    (here && place.open_bracket(builder).is_none()).then(|| {
        let asked = builder.span(place.bad.start, place.at).slice(builder.text);
        unexpected(builder, place, "the end of the line", format!("write `if {asked} {{ ... }}`"))
    })
}

/// `respond status: 200`, `respond 200 json: { ok: true }`
fn status_named(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if first != "respond" || text != ":" || place.open_bracket(builder).is_some() {
        return None;
    }
    let what = rest(builder, place, place.at + 1);
    let help = match (place.at - place.bad.start, before) {
        (2, "status" | "code") => format!("the status stands alone: `respond {what}`"),
        (2, "json" | "body" | "data") => format!("the status stands first: `respond 200 {what}`"),
        (3, _) => format!("leave out the name: `respond {} {what}`", builder.token_text(place.bad.start + 1)),
        _ => return None,
    };
    Some(unexpected(builder, place, "a value without a name", help))
}

/// `{"a", "b"}`
fn set_of_texts(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let bracket = place.open_bracket(builder).filter(|token| builder.code(*token) == '{')?;
    let texts =
        is_inside(place) && place.at == bracket + 2 && builder.code(bracket + 1) == Code::TEXT_LITERAL;
    if !texts || builder.token_text(place.at) != "," || !place.expected.has(':') {
        return None;
    }
    let close = (place.at..place.bad.end).find(|token| builder.code(*token) == '}')?;
    let elements = builder.span(bracket + 1, close).slice(builder.text);
    let help = format!("a set is made of a list: `[{elements}].to_set`");
    Some(unexpected(builder, place, "`:`", help))
}
