//! Statements and values that are written as calls are elsewhere: `del m["a"]`, `xs.push 1`, `E { a: 1 }`,
//! `respond 200, x`.

use super::habits::{is_inside, unexpected, words};
use super::mistakes::{Family, Place};
use super::slips::rest;
use crate::base::Span;
use crate::diagnostics::Applicability::Safe;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Calls of another form.
pub(super) const KNOWN: Family =
    Family { inside: true, mistakes: &[removed, respond, returned, named_record, argument_apart] };

/// Whether a token begins a value that is no word of the language.
fn begins_value(builder: &Builder<'_>, token: usize) -> bool {
    let code = builder.code(token);
    matches!(
        code,
        Code::PLAIN | Code::TEXT_LITERAL | Code::STRING_START | Code::NUMBER | Code::REGEX | '{' | '[' | '('
    ) || ('\u{180}'..='\u{1ff}').contains(&code)
}

/// `del m["a"]`, `remove xs[0]`, `unset m.a`
fn removed(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    let word = builder.token_text(start);
    let here = place.rule == Rule::only_statement && place.at == start + 1;
    if !here || !matches!(word, "del" | "unset" | "remove" | "erase" | "pop" | "drop") {
        return None;
    }
    let help = match element(builder, start + 1, place.bad.end) {
        Some((list, index, true)) => format!("write `{list}.remove_at({index})`"),
        Some((map, key, false)) => format!("write `{map}.remove({key})`"),
        None => match builder.token_text(place.bad.end - 1).strip_prefix('.') {
            Some(field) if builder.code(place.bad.end - 1) == Code::FIELD => {
                let of = builder.span(start + 1, place.bad.end - 1).slice(builder.text);
                format!("write `{of}.{field} = none`; for a map `{of}.remove(\"{field}\")`")
            }
            _ => "write `m.remove(\"key\")` for a map, `xs.remove_at(0)` for a list".to_owned(),
        },
    };
    let span = builder.token_span(start);
    Some(
        Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, format!("there is no `{word}` here"))
            .label("no word of the language")
            .help(help),
    )
}

/// `xs[0]` from a token to an end: what it is an element of, which one, and whether that is a number.
fn element<'a>(builder: &Builder<'a>, first: usize, end: usize) -> Option<(&'a str, &'a str, bool)> {
    let last = end.checked_sub(1)?;
    let open = (first + 1..last).rev().find(|token| builder.code(*token) == Code::INDEX)?;
    let inside = builder.span(open + 1, last).slice(builder.text);
    let of = builder.span(first, open).slice(builder.text);
    let whole = builder.code(last) == ']' && !of.contains('\n') && inside.len() <= 40;
    let number = builder.code(open + 1) == Code::NUMBER || builder.code(open + 1) == Code::MINUS;
    whole.then_some((of, inside, number))
}

/// `respond 200, { ... }`, `respond 200 json { ... }`
fn respond(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if first != "respond" || place.open_bracket(builder).is_some() || !is_inside(place) {
        return None;
    }
    let status = builder.token_text(place.bad.start + 1);
    if text == "," {
        let span = builder.token_span(place.at);
        let body = rest(builder, place, place.at + 1);
        let help = format!("leave out the comma: `respond {status} {body}`");
        return Some(unexpected(builder, place, "the body, or the end of the line", help).fix(
            Safe,
            "leave out the comma",
            span,
            "",
        ));
    }
    let named =
        matches!(before, "json" | "body" | "text" | "with" | "data") && place.at == place.bad.start + 3;
    named.then(|| {
        let span = builder.token_span(place.at - 1);
        let body = rest(builder, place, place.at);
        let message = format!("found `{before}` before the body, where none is needed");
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message)
            .label("one word too many")
            .help(format!("leave it out: `respond {status} {body}`"))
            .fix(Safe, format!("leave out the `{before}`"), span, "")
    })
}

/// `return 202, { ... }` in a webhook, `return a, b`
fn returned(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    let start = place.bad.start;
    if first != "return" || place.rule != Rule::only_statement || place.open_bracket(builder).is_some() {
        return None;
    }
    let number = builder.token_text(start + 1);
    let status =
        place.at == start + 2 && number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    if status && (text == "," || builder.code(place.at) == '{') {
        let body = rest(builder, place, place.at + usize::from(text == ","));
        let help = format!("a webhook is answered by `respond {number} {body}`");
        return Some(unexpected(builder, place, "the end of the line", help));
    }
    let names: Vec<&str> = builder.span(start + 1, place.bad.end).slice(builder.text).split(", ").collect();
    let plain = |name: &&str| crate::syntax::is_name(name);
    (text == "," && names.iter().all(plain)).then(|| {
        let help = format!("give back one value, such as a record: `return {{ {} }}`", names.join(", "));
        unexpected(builder, place, "the end of the line", help)
    })
}

/// `E { a: 1 }`: the type of a record before it.
fn named_record(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    let name = builder.token_text(at.checked_sub(1)?);
    let record = builder.code(at) == '{'
        && at > place.bad.start
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && matches!(builder.code(at + 2), ':' | ',' | '}');
    // `type T { ... }` lacks its `=`.
    let declared = builder.token_text(place.bad.start) == "type" && at == place.bad.start + 2;
    if !record || declared || place.expected.has('{') {
        return None;
    }
    let close = closing(builder, at, place.bad.end)?;
    let value = builder.span(at, close + 1).slice(builder.text);
    let value = if value.len() > 60 || value.contains('\n') { "{ ... }" } else { value };
    let span = builder.token_span(at - 1);
    let gap = Span { end: builder.token_span(at).start, ..span };
    let message = format!("found the type `{name}` before a record, which needs none");
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message)
            .label("one word too many")
            .help(format!("write the record alone: `{value}`"))
            .fix(Safe, format!("leave out `{name}`"), gap, ""),
    )
}

/// The token that closes the bracket at `open`.
pub(super) fn closing(builder: &Builder<'_>, open: usize, end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for token in open..end {
        let code = builder.code(token);
        if Code::is_opening(code) {
            depth += 1;
        } else if Code::is_closing(code) {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(token);
            }
        }
    }
    None
}

/// `xs.push 1`, `xs.push{ a: 1 }`, `let ys = xs.map x => x + 1`
fn argument_apart(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    let called = matches!(builder.code(at.checked_sub(1)?), Code::FIELD | Code::OPTIONAL_FIELD);
    let statement = matches!(place.rule, Rule::only_statement | Rule::only_arm) && at > place.bad.start + 1;
    let closed = !place.expected.has('{') && place.open_bracket(builder).is_none();
    if !called || !statement || !closed || !begins_value(builder, at) || !place.expected.operator {
        return None;
    }
    let mut first = at - 1;
    while first > place.bad.start && matches!(builder.code(first), Code::FIELD | Code::OPTIONAL_FIELD) {
        first -= 1;
    }
    let called = builder.span(first, at).slice(builder.text);
    let value = rest(builder, place, at);
    let help = format!("write `{called}({value})`");
    Some(unexpected(builder, place, "`(` right behind the name", help))
}
