//! Statements and values as other languages write them, whole: `throw new Error("x")`, `[...xs, 2]`.

use super::habits::{is_inside, unexpected};
use super::mistakes::{Family, Place};
use crate::base::Span;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// What is written so elsewhere.
pub(super) const KNOWN: Family = Family {
    inside: false,
    mistakes: &[
        thrown,
        asserted,
        opened,
        imported,
        included,
        spread,
        said_to_nobody,
        called,
        said_card,
        intent,
    ],
};

/// Bytes of a value that a help shows.
const SHOWN_MAX: usize = 60;

fn foreign(span: Span, message: String, help: String) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, message).label("not a word of the language").help(help)
}

/// The first text that stands in quotes from one token up to another, with its quotes.
fn quoted<'a>(builder: &Builder<'a>, from: usize, to: usize) -> Option<&'a str> {
    let begins = |token: &usize| matches!(builder.code(*token), Code::TEXT_LITERAL | Code::STRING_START);
    let first = (from..to).find(begins)?;
    let last = match builder.code(first) {
        Code::TEXT_LITERAL => first,
        _ => (first..to).find(|token| builder.code(*token) == Code::STRING_END)?,
    };
    let text = builder.span(first, last + 1).slice(builder.text);
    (text.len() <= SHOWN_MAX && !text.contains('\n')).then_some(text)
}

/// `throw new Error("x")`, `raise ValueError("x")`
fn thrown(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    let word = builder.token_text(start);
    let throws = matches!(word, "throw" | "raise") && place.rule == Rule::only_statement;
    if !throws || place.at <= start || place.bad.end <= start + 1 {
        return None;
    }
    let said = quoted(builder, start + 1, place.bad.end).unwrap_or("\"...\"");
    let written = format!("fail {said}");
    let whole = builder.span(start, place.bad.end);
    let found = foreign(
        builder.token_span(start),
        format!("`{word}` is written `fail` here"),
        format!("write `{written}`: it takes a text alone"),
    );
    Some(found.fix(Unsafe, format!("write `{written}`"), whole, written.clone()))
}

/// `assert n > 0, "x"` in a handler.
fn asserted(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    let asserts = builder.token_text(start) == "assert" && place.rule == Rule::only_statement;
    if !asserts || place.bad.end <= start + 1 {
        return None;
    }
    let comma = (start + 1..place.bad.end)
        .rev()
        .find(|token| builder.code(*token) == ',' && quoted(builder, *token + 1, place.bad.end).is_some());
    let end = comma.unwrap_or(place.bad.end);
    let condition = builder.span(start + 1, end).slice(builder.text);
    let condition = if condition.len() > SHOWN_MAX || condition.contains('\n') { "..." } else { condition };
    let said = comma.and_then(|comma| quoted(builder, comma, place.bad.end)).unwrap_or("\"...\"");
    Some(foreign(
        builder.token_span(start),
        "there is no `assert` in a handler".to_owned(),
        format!("write `if not ({condition}) {{ fail {said} }}`"),
    ))
}

/// `with open("f") as f { ... }`
fn opened(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    let opens = builder.token_text(start) == "with" && builder.token_text(start + 1) == "open";
    if !opens || place.rule != Rule::only_statement {
        return None;
    }
    let named = (start + 2..place.bad.end).find(|token| builder.code(*token) == Code::AS);
    let name = named.map_or("f", |token| builder.token_text(token + 1));
    Some(foreign(
        builder.token_span(start),
        "there is no `with` here, and a bot opens no files".to_owned(),
        format!(
            "ask for the file: `let {name} = ask \"The file?\" as file`; what is to be kept stands in a `state`"
        ),
    ))
}

/// `from x import y`
fn imported(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    let imports = builder.token_text(start) == "from"
        && (start..place.bad.end.max(start + 4)).any(|token| builder.token_text(token) == "import");
    (imports && place.rule == Rule::item).then(|| {
        foreign(
            builder.token_span(start),
            "`from ... import` is written `use` here".to_owned(),
            "write `use std.github` or `use \"./file.wbot\" as file`".to_owned(),
        )
    })
}

/// `include "./lib.wbot"` at the top of a file.
fn included(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    if builder.token_text(start) != "include" || place.rule != Rule::item || place.at != start {
        return None;
    }
    let path = quoted(builder, start + 1, place.bad.end).map_or("./file.wbot", |path| path.trim_matches('"'));
    let used = match path.strip_prefix("std.") {
        Some(_) => format!("write `use {path}`"),
        None => format!("write `use \"{path}\" as name`, and what is in there as `name.f()`"),
    };
    Some(foreign(builder.token_span(start), "`include` is written `use` here".to_owned(), used))
}

/// `http get "https://..."`, `http post "https://..." { a: 1 }`
fn called(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "head"];
    let at = place.at;
    let method = builder.token_text(at);
    if at <= place.bad.start || builder.token_text(at - 1) != "http" || !is_inside(place) {
        return None;
    }
    let known = METHODS.iter().find(|known| method.eq_ignore_ascii_case(known))?;
    let url = quoted(builder, at + 1, place.bad.end).unwrap_or("url");
    let body = (at + 1..place.bad.end).any(|token| builder.code(token) == '{');
    let body = if body { ", json: { ... }" } else { "" };
    Some(unexpected(builder, place, "`.`", format!("write `http.{known}({url}{body})`")))
}

/// `say card { text "hello" }`
fn said_card(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    let said = at > place.bad.start + 1
        && builder.token_text(at) == "{"
        && builder.token_text(at - 1) == "card"
        && matches!(builder.token_text(at - 2), "say" | "ask" | "with");
    said.then(|| {
        let help = format!(
            "declare it at the top of the file, `card name {{ ... }}`, and write `{} card name()`",
            builder.token_text(at - 2)
        );
        unexpected(builder, place, "the name of a card", help)
    })
}

/// `intent book { "..." } { say "ok" }`, `intent book(city: text) { "..." }`
fn intent(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    if builder.token_text(start) != "intent" || place.rule != Rule::item || place.at < start + 2 {
        return None;
    }
    let name = builder.token_text(start + 1);
    match (builder.token_text(place.at - 1), builder.token_text(place.at)) {
        ("}", "{") => Some(unexpected(
            builder,
            place,
            "the end of the line",
            format!("what is done then stands by itself: `on {name} {{ ... }}`"),
        )),
        (before, "(") if before == name => Some(unexpected(
            builder,
            place,
            "`{`",
            format!(
                "what is looked for stands in the phrases, `\"... {{city}}\"`, and with its type in the handler: `on \
                 {name}(city: text?) {{ ... }}`"
            ),
        )),
        _ => None,
    }
}

/// `[...xs, 2]`, `[*xs, 2]`, `{ **r }`
fn spread(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let open = place.open_bracket(builder)?;
    let (text, next) = (builder.token_text(place.at), builder.token_text(place.at + 1));
    if !is_inside(place) {
        return None;
    }
    if builder.code(open) == '{' && text == "*" && place.expected.has(Code::SPREAD) {
        let stars = 1 + usize::from(next == "*");
        let span = builder.span(place.at, place.at + stars);
        let name = builder.token_text(place.at + stars);
        let message = format!("`{}` is written `...` here", span.slice(builder.text));
        return Some(
            Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, message)
                .label("expected `...`")
                .help(format!("write `...{name}`"))
                .fix(Safe, "write `...`", span, "..."),
        );
    }
    if builder.code(open) != '[' || !matches!(text, "..." | "*") || !place.expected.value {
        return None;
    }
    let help = match joined(builder, open, place.bad.end) {
        Some(joined) => format!("join lists with `+`: `{joined}`"),
        None => "join lists with `+`: `xs + [x]`".to_owned(),
    };
    Some(unexpected(builder, place, "a value or `]`", help))
}

/// `[...xs, 2]` as `xs + [2]`.
fn joined(builder: &Builder<'_>, open: usize, end: usize) -> Option<String> {
    let mut parts: Vec<(bool, &str)> = Vec::new();
    let (mut first, mut depth) = (open + 1, 0_usize);
    for token in open + 1..end {
        let code = builder.code(token);
        let closes = Code::is_closing(code);
        if depth == 0 && (closes || code == ',') {
            let is_spread = matches!(builder.token_text(first), "..." | "*");
            let first_token = first + usize::from(is_spread);
            if first_token < token {
                parts.push((is_spread, builder.span(first_token, token).slice(builder.text)));
            }
            first = token + 1;
            if closes {
                break;
            }
        } else if Code::is_opening(code) {
            depth += 1;
        } else if closes {
            depth -= 1;
        }
    }
    let mut lists: Vec<String> = Vec::new();
    let mut items: Vec<&str> = Vec::new();
    for (is_spread, text) in parts {
        if !is_spread {
            items.push(text);
            continue;
        }
        if !items.is_empty() {
            lists.push(format!("[{}]", items.join(", ")));
            items.clear();
        }
        lists.push(text.to_owned());
    }
    if !items.is_empty() {
        lists.push(format!("[{}]", items.join(", ")));
    }
    let all = lists.join(" + ");
    (!lists.is_empty() && all.len() <= SHOWN_MAX && !all.contains('\n')).then_some(all)
}

/// `say to room("Ops")` with nothing behind it.
fn said_to_nobody(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let ends = !is_inside(place) || builder.token_text(place.at) == "}";
    let to = (place.bad.start + 1..place.at.min(place.bad.end)).find(|token| {
        builder.token_text(*token) == "to" && matches!(builder.token_text(*token - 1), "say" | "ask")
    })?;
    if place.rule != Rule::only_statement || !ends || !place.expected.value || place.at <= to + 1 {
        return None;
    }
    let word = builder.token_text(to - 1);
    let whom = builder.span(to + 1, place.at).slice(builder.text).trim();
    let shown = if whom.len() > SHOWN_MAX || whom.contains('\n') { "person" } else { whom };
    let span = builder.span(to - 1, place.at);
    let what = if word == "say" { "what is said" } else { "what is asked" };
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, format!("`{word} to` ends without {what}"))
            .label(format!("expected {what}"))
            .help(format!("write {what} behind it: `{word} to {shown} \"...\"`")),
    )
}
