//! Declarations, parameters and loops without their names: `state : int = 0`, `fn (x: int) { ... }`, `fn f(: int)`.

use super::habits::{is_inside, unexpected, words};
use super::mistakes::{Family, Place};
use super::slips::rest;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Code, is_name};

/// What has no name.
pub(super) const KNOWN: Family =
    Family { inside: false, mistakes: &[declaration, handler, parameter, binding, loop_name] };

/// `state : int = 0`, `card (x: int) { ... }`, `type = { ... }`, `secret`
fn declaration(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (word, _, text) = words(builder, place);
    let name = match word {
        "secret" => "NAME",
        "type" => "Name",
        "state" | "config" | "const" | "group" | "fn" | "card" | "action" | "intent" => "name",
        _ => return None,
    };
    if place.rule != Rule::item || place.at != place.bad.start + 1 || !place.expected.name {
        return None;
    }
    let sign = matches!(text, ":" | "=" | "(" | "{" | "->");
    if is_inside(place) && !sign {
        return None;
    }
    if !is_inside(place) {
        let help = match word {
            "secret" => "give it a name: `secret NAME`".to_owned(),
            _ => format!("give it a name: `{word} {name} = ...`"),
        };
        let message = format!("found `{word}` alone, expected a name behind it");
        let span = builder.token_span(place.bad.start);
        return Some(
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message).label("without a name").help(help),
        );
    }
    let help = format!("give it a name: `{word} {name}{}`", behind_name(builder, place, (word, text)));
    Some(unexpected(builder, place, "a name", help))
}

/// What stands behind the name that is missing.
fn behind_name(builder: &Builder<'_>, place: &Place, (word, text): (&str, &str)) -> String {
    let gap = match text {
        ":" | "(" => "",
        "->" => "() ",
        _ => " ",
    };
    let block = matches!(word, "fn" | "card" | "action" | "intent" | "type")
        .then(|| first_brace(builder, place.at, place.bad.end))
        .flatten();
    let Some(block) = block else { return format!("{gap}{}", rest(builder, place, place.at)) };
    let head = builder.span(place.at, block).slice(builder.text).trim();
    // `type { ... }` lacks its `=` too.
    let head = if (word, text) == ("type", "{") { "=" } else { head };
    if head.is_empty() { " { ... }".to_owned() } else { format!("{gap}{head} {{ ... }}") }
}

/// The first brace that stands in no other bracket.
fn first_brace(builder: &Builder<'_>, from: usize, end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    (from..end).find(|token| {
        let code = builder.code(*token);
        let found = depth == 0 && code == '{';
        if Code::is_opening(code) {
            depth += 1;
        } else if Code::is_closing(code) {
            depth = depth.saturating_sub(1);
        }
        found
    })
}

/// `on (city: text) { ... }`: the intent is not named.
fn handler(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (word, _, text) = words(builder, place);
    if place.rule != Rule::item || (word, text) != ("on", "(") || place.at != place.bad.start + 1 {
        return None;
    }
    let intent = builder.text.lines().find_map(|line| line.strip_prefix("intent "));
    let intent = intent.and_then(|rest| rest.split_whitespace().next());
    let intent = intent.filter(|name| is_name(name)).unwrap_or("book");
    let block = (place.at..place.bad.end).find(|token| builder.code(*token) == '{').unwrap_or(place.bad.end);
    let params = builder.span(place.at, block).slice(builder.text).trim();
    let params = if params.contains('\n') { "(...)" } else { params };
    Some(unexpected(
        builder,
        place,
        "the name of an intent",
        format!("name the intent: `on {intent}{params} {{ ... }}`"),
    ))
}

/// `fn f(: int)`
fn parameter(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (word, before, text) = words(builder, place);
    let declares = matches!(word, "fn" | "card" | "action" | "on") && place.rule == Rule::item;
    if !declares || text != ":" || !place.expected.name || !matches!(before, "(" | ",") {
        return None;
    }
    let ty = builder.token_text(place.at + 1);
    Some(unexpected(builder, place, "a name", format!("give it a name: `name: {ty}`")))
}

/// `let = 5`, `let : int = 5`, `input : text "What?"`
fn binding(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (word, _, text) = words(builder, place);
    let name = match (word, place.rule) {
        ("let" | "var", Rule::only_statement) => "x",
        ("input", Rule::only_node) => "name",
        _ => return None,
    };
    let unnamed = text == ":" || text == "=" && place.rule == Rule::only_statement;
    (unnamed && place.at == place.bad.start + 1).then(|| {
        let gap = if text == "=" { " " } else { "" };
        let help = format!("give it a name: `{word} {name}{gap}{}`", rest(builder, place, place.at));
        unexpected(builder, place, "a name", help)
    })
}

/// `for in xs { ... }`, `for x xs { ... }`
fn loop_name(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (word, before, text) = words(builder, place);
    if word != "for" || place.rule == Rule::item || !is_inside(place) {
        return None;
    }
    let list = |from: usize| {
        let block = (from..place.bad.end).rev().find(|token| builder.code(*token) == '{');
        let list = builder.span(from, block.unwrap_or(place.bad.end)).slice(builder.text).trim();
        if list.is_empty() || list.contains('\n') { "xs" } else { list }
    };
    if text == "in" && place.at == place.bad.start + 1 {
        let help = format!("name what each is: `for x in {} {{ ... }}`", list(place.at + 1));
        return Some(unexpected(builder, place, "a name", help));
    }
    let begins = matches!(builder.code(place.at), Code::PLAIN | '[' | Code::INDEX | Code::NUMBER)
        && text != "of"
        && builder.code(place.at - 1) == Code::PLAIN;
    (begins && place.at == place.bad.start + 2 && place.expected.has_word("in")).then(|| {
        let help = format!("write `for {before} in {} {{ ... }}`", list(place.at));
        unexpected(builder, place, "`in`", help)
    })
}
