//! Types as other languages write them.

use super::calls::closing;
use super::habits::{is_inside, unexpected, words};
use super::mistakes::{Family, Place};
use crate::base::Span;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Types of another form.
pub(super) const KNOWN: Family =
    Family { inside: false, mistakes: &[named_form, type_behind_name, optional_type] };

/// `type Size = enum { "S", "M" }`, `type Port = struct { ... }`
fn named_form(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    let form = matches!(before, "enum" | "struct" | "record" | "class" | "object" | "interface");
    if place.rule != Rule::item || (first, text) != ("type", "{") || !form {
        return None;
    }
    let texts: Vec<&str> = (place.at..place.bad.end)
        .filter(|token| builder.code(*token) == Code::TEXT_LITERAL)
        .map(|token| builder.token_text(token))
        .collect();
    let help = match before {
        "enum" if texts.is_empty() => "write the texts of a choice: `\"a\" | \"b\"`".to_owned(),
        "enum" => format!("write the texts of a choice: `{}`", texts.join(" | ")),
        word => format!("leave out the `{word}`: a record is `{{ name: text }}`"),
    };
    let span = builder.token_span(place.at - 1);
    let message = format!("there is no `{before}` here");
    Some(
        Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, message)
            .label("no word of the language")
            .help(help),
    )
}

/// `fn f(int a)`, `fn f(a: int): int`, `type T { ... }`, `secret S = "..."`, `group g = [...]`
fn type_behind_name(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if place.rule != Rule::item || !is_inside(place) {
        return None;
    }
    match (first, text) {
        ("fn" | "card" | "action" | "on", _)
            if place.expected.has(':')
                && place.expected.has(')')
                && text.starts_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            let help = format!("the type stands behind the name: `{text}: {before}`");
            Some(unexpected(builder, place, "`:`, `,` or `)`", help))
        }
        ("fn" | "card" | "action", "...") if place.expected.has(')') => {
            let help = "a function takes as many as it names: several in one are a `list<text>`";
            Some(unexpected(builder, place, "`,` or `)`", help))
        }
        ("fn", ":") if place.expected.has(Code::ARROW) => {
            let span = builder.token_span(place.at);
            Some(unexpected(builder, place, "`->`", "write `->` before what a function gives").fix(
                Unsafe,
                "write `->`",
                span,
                " ->",
            ))
        }
        ("type", "{") => {
            let span = builder.token_span(place.at);
            let at = Span { end: span.start, ..span };
            Some(unexpected(builder, place, "`=`", format!("write `type {before} = {{ ... }}`")).fix(
                Safe,
                "write `=`",
                at,
                "= ",
            ))
        }
        ("fn", ":")
            if builder.code(place.at - 1) != ')' && builder.token_text(place.at.saturating_sub(2)) == "=" =>
        {
            let name = builder.token_text(place.at.saturating_sub(3));
            let ty = builder.token_text(place.at + 1);
            Some(unexpected(
                builder,
                place,
                "`,` or `)`",
                format!("the type stands before the default: `{name}: {ty} = {before}`"),
            ))
        }
        ("secret", "=") => Some(unexpected(
            builder,
            place,
            "the end of the line",
            format!("leave it out: the value comes from the environment or a `.env` file, as `{before}=...`"),
        )),
        ("group", "[") => Some(unexpected(
            builder,
            place,
            "an address in quotes, `domain` or `room`",
            "leave out the brackets: `group admins = \"a@acme.com\", \"b@acme.com\"`",
        )),
        _ => None,
    }
}

/// `int | none`, `string[]`
fn optional_type(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    if place.expected.value || place.expected.operator || place.at <= place.bad.start {
        return None;
    }
    let name = here(before);
    let next = builder.token_text(place.at + 1);
    if let Some(found) = bracketed(builder, place) {
        return Some(found);
    }
    let (of, begins) = (builder.bytes(place.at - 1, place.at).1, builder.bytes(place.at, place.at + 1).0);
    if text == "[" && next == "]" && (before == ">" || of != begins) {
        let span = builder.span(place.at, place.at + 2);
        return Some(
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `[]` behind a type, expected `=`")
                .label("expected `=`")
                .help("write `=` before the value: `= []`"),
        );
    }
    if text == "[" && next == "]" {
        let span = builder.span(place.at, place.at + 2);
        return Some(
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `[]` behind a type")
                .label("no part of a type")
                .help(format!("a list is written `list<{name}>`")),
        );
    }
    if before == "|" && place.at > place.bad.start + 1 && builder.code(place.at - 2) == Code::TEXT_LITERAL {
        return union_with_more(builder, place);
    }
    let ty =
        builder.code(place.at - 1) == Code::GREATER || before.starts_with(|c: char| c.is_ascii_alphabetic());
    if text != "|" || !ty || !is_inside(place) {
        return None;
    }
    let none = matches!(next, "none" | "None" | "null" | "nil" | "undefined");
    let texts = plain_union(builder, place);
    let help = if none {
        format!("what may be missing is written `{name}?`")
    } else if let Some(texts) = texts {
        format!("the texts of a choice stand in quotes: `{texts}`")
    } else if name.starts_with(|c: char| c.is_ascii_uppercase())
        && builder.code(place.at + 1) == Code::TEXT_LITERAL
    {
        format!("a union is one of texts: write those of `{name}` out, or add {next} where it is declared")
    } else {
        "a union is one of texts: `\"a\" | \"b\"`; what may be missing is `T?`".to_owned()
    };
    Some(unexpected(builder, place, "the end of the type", help))
}

/// `list[int]`, `Optional[int]`
fn bracketed(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    let next = builder.token_text(place.at + 1);
    let generic = match before {
        "dict" | "Dict" | "map" | "Map" | "object" => Some("map"),
        "list" | "List" | "array" | "Array" => Some("list"),
        "set" | "Set" => Some("set"),
        "Optional" | "Option" | "Maybe" | "Nullable" => Some("?"),
        _ => None,
    };
    if text == "["
        && next != "]"
        && let Some(generic) = generic
        && let Some(close) = closing(builder, place.at, place.bad.end)
    {
        let inner = builder.span(place.at + 1, close).slice(builder.text);
        // The keys of a map are texts.
        let inner = if generic == "map" { inner.rsplit(',').next().unwrap_or(inner).trim() } else { inner };
        // `Optional[list[int]]`
        let inner = inner.replace('[', "<").replace(']', ">");
        let span = builder.span(place.at - 1, close + 1);
        if generic == "?" {
            let message = format!("there is no `{before}` here");
            return Some(
                Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, message)
                    .label("no type of the language")
                    .help(format!("what may be missing is written `{}?`", here(&inner))),
            );
        }
        return Some(
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `[` behind a type, expected `<`")
                .label("expected `<`")
                .help(format!("write `{generic}<{}>`", here(&inner))),
        );
    }
    None
}

/// `"a" | none`, `"a" | text`, `"a" | b`
fn union_with_more(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let text = builder.token_text(place.at);
    let mut first = place.at - 2;
    while first >= place.bad.start + 2
        && builder.token_text(first - 1) == "|"
        && builder.code(first - 2) == Code::TEXT_LITERAL
    {
        first -= 2;
    }
    let union = builder.span(first, place.at - 1).slice(builder.text);
    let help = match text {
        "none" | "None" | "null" | "nil" | "undefined" => {
            format!("what may be missing is written `({union})?`")
        }
        "text" | "string" | "str" => "any text is a `text`: write `text` alone".to_owned(),
        "int" | "float" | "bool" | "number" | "date" | "time" | "duration" | "person" | "room" => {
            format!(
                "a union is one of texts, {text} is none: write `json`, or a record with a field for each"
            )
        }
        _ if text.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            format!("a union is one of texts in quotes: `{union} | \"{text}\"`")
        }
        _ => return None,
    };
    Some(unexpected(builder, place, "a text in quotes", help))
}

/// A type of elsewhere by its name here.
fn here(name: &str) -> &str {
    match name {
        "string" | "String" | "str" => "text",
        "number" | "integer" => "int",
        "boolean" => "bool",
        other => other,
    }
}

/// `dev | prod` with its quotes.
fn plain_union(builder: &Builder<'_>, place: &Place) -> Option<String> {
    let known =
        ["text", "int", "float", "bool", "date", "time", "duration", "json", "person", "room", "none"];
    let mut words = Vec::new();
    let mut token = place.at.checked_sub(1)?;
    loop {
        let word = builder.token_text(token);
        let plain = word.starts_with(|c: char| c.is_ascii_lowercase()) && !known.contains(&here(word));
        if !plain {
            return None;
        }
        words.push(format!("\"{word}\""));
        if builder.token_text(token + 1) != "|" {
            return (words.len() > 1).then(|| words.join(" | "));
        }
        token += 2;
    }
}
