//! What an answer may be and whom something is for, as other tools write it: `as one of "a" | "b"`, `as /x/`,
//! `say to bob@acme.com "hi"`, `for "a@b.c"`.

use super::choices::choices;
use super::habits::{is_inside, unexpected, words};
use super::mistakes::{Family, Place};
use super::slips::rest;
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Answers and addressees of another form.
pub(super) const KNOWN: Family = Family {
    inside: true,
    mistakes: &[choice_of_answers, one_of_list, answer_regex, address, allowed_address, set_statement],
};

/// The `as` of the question that a token stands in, if it is one.
fn asked_as(builder: &Builder<'_>, place: &Place) -> Option<usize> {
    let from = place.bad.start;
    let ask = (from..place.at).rev().find(|token| builder.token_text(*token) == "ask")?;
    (ask + 1..place.at).rev().find(|token| builder.token_text(*token) == "as")
}

/// `as "a", "b"`, `as one of "a" | "b"`, `as choice("a", "b")`
fn choice_of_answers(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let first = asked_as(builder, place)? + 1;
    let listed = builder.token_text(first) == "one" && builder.token_text(first + 1) == "of";
    let from = if listed { first + 2 } else { first };
    let sign = matches!(builder.token_text(place.at), "|" | "," | "or" | "/");
    let named = matches!(builder.token_text(first), "choice" | "choices" | "enum" | "select" | "options");
    if !named && (builder.code(from) != Code::TEXT_LITERAL || !sign || place.at != from + 1) {
        return None;
    }
    let texts = choices(builder, from, place.bad.end).filter(|texts| texts.len() > 1)?;
    let texts: Vec<&str> = texts.iter().map(|token| builder.token_text(*token)).collect();
    let more = if listed {
        format!("; `one of` takes a list: `as one of [{}]`", texts.join(", "))
    } else {
        String::new()
    };
    let help = format!("write `as {}`{more}", texts.join(" | "));
    Some(unexpected(builder, place, "texts with `|` between them", help))
}

/// `as one_of xs`, `as oneof(xs)`
fn one_of_list(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let first = asked_as(builder, place)? + 1;
    let word = builder.token_text(first);
    if place.at != first + 1 || !matches!(word, "one_of" | "oneof" | "oneOf" | "any_of" | "any" | "one") {
        return None;
    }
    let list = rest(builder, place, place.at);
    let list = list.strip_prefix('(').and_then(|list| list.strip_suffix(')')).unwrap_or(list);
    let list = list.strip_prefix("of ").unwrap_or(list);
    let span = builder.token_span(first);
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, format!("found `{word}`, expected `one of`"))
            .label("expected `one of`")
            .help(format!("write `as one of {list}`")),
    )
}

/// `as /\d+/`, `matching /x/`
fn answer_regex(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    let asks = (place.bad.start..place.at).any(|token| builder.token_text(token) == "ask");
    let typed = builder.code(place.at) == Code::REGEX && before == "as";
    // Behind a name a `/` divides.
    let clause = matches!(text, "matching" | "like" | "pattern" | "regex") && !place.expected.value;
    let from = if clause { place.at + 1 } else { place.at };
    let (start, _) = builder.bytes(from, from + 1);
    let line = builder.text.get(start..).and_then(|text| text.lines().next()).unwrap_or("");
    let regex = line.get(..regex_end(line)).unwrap_or("");
    if !asks || !typed && !clause || !regex.starts_with('/') {
        return None;
    }
    let bound = (builder.code(place.bad.start + 2) == '=').then(|| builder.token_text(place.bad.start + 1));
    let name = bound.unwrap_or("answer");
    let help = format!("write `where {name} matches {regex} else \"...\"`");
    let span = Span::new(builder.source, builder.bytes(place.at, place.at + 1).0, start + regex.len());
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            span,
            "found a regex, where an answer is matched by `where`",
        )
        .label("expected a type or `where`")
        .help(help),
    )
}

/// Where the regex ends that a line begins with, its flags included.
fn regex_end(line: &str) -> usize {
    let (mut escaped, mut closed) = (false, false);
    for (at, letter) in line.char_indices() {
        match letter {
            _ if closed && !letter.is_ascii_alphabetic() => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '/' if at > 0 => closed = true,
            _ => {}
        }
    }
    line.len()
}

/// `say to bob@acme.com "hi"`
fn address(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if builder.token_text(place.at) != "@" || place.rule == Rule::item {
        return None;
    }
    // The tokens of an address touch.
    let touch = |token: usize| builder.bytes(token, token + 1).1 == builder.bytes(token + 1, token + 2).0;
    let first = (place.bad.start..place.at).rev().take_while(|token| touch(*token)).last()?;
    let mut last = place.at;
    while last + 1 < place.bad.end && touch(last) {
        last += 1;
    }
    let span = builder.span(first, last + 1);
    let found = span.slice(builder.text);
    let domain = found.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.'));
    (domain && !found.contains(['"', '(', '{'])).then(|| {
        let message = format!("found the address `{found}` without quotes");
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message)
            .label("expected a person")
            .help(format!("write `person(\"{found}\")`"))
    })
}

/// `command "x" for "alice@acme.com"`
fn allowed_address(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    let address = text.starts_with('"') && before == "for" && text.contains('@');
    (address && place.rule == Rule::item && is_inside(place)).then(|| {
        let help =
            format!("give them a name: `group admins = {text}` at the top of the file, and `for admins`");
        unexpected(builder, place, "the name of a group", help)
    })
}

/// `set nick["alice"] = "b"` in a handler
fn set_statement(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    let here =
        matches!(place.rule, Rule::only_statement | Rule::only_arm) && builder.token_text(start) == "set";
    let assigned = (start + 2..place.bad.end).any(|token| builder.code(token) == '=');
    if !here || place.at != start + 1 || !assigned {
        return None;
    }
    let span = builder.token_span(start);
    let gap = Span { end: builder.token_span(place.at).start, ..span };
    let help = format!("leave it out: `{}`", rest(builder, place, place.at));
    Some(
        Diagnostic::new(
            &codes::SYNTAX_FOREIGN_WORD,
            span,
            "`set` stands in tests; a statement assigns without it",
        )
        .label("one word too many")
        .help(help)
        .fix(crate::diagnostics::Applicability::Safe, "leave out the `set`", gap, ""),
    )
}
