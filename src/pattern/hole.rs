//! What stands between the braces of a hole: `{name}`, `{name...}`, `{name: type = default}`.

use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use crate::pattern::parse::Parser;
use crate::pattern::regex::{check_regex, regex_help};
use crate::pattern::tree::{Hole, HoleDefault, HoleType, Word};
use crate::syntax::{NameKind, is_name, misnamed};
use smol_str::SmolStr;

/// Reads a hole; the `{` comes next. Nothing where it has no usable name or no end.
pub(super) fn hole(parser: &mut Parser<'_>) -> Option<Hole> {
    let start = parser.at;
    parser.bump();
    let open = parser.span_of(start, parser.at);
    parser.skip_spaces();
    let told = parser.sink.len();
    let mut name = name(parser);
    parser.skip_spaces();
    name = type_before_name(parser, name);
    // What a broken hole takes is not known.
    let mut kind = if parser.sink.len() > told { HoleType::Unread } else { HoleType::Word };
    if parser.eat("...") {
        kind = HoleType::Rest;
        parser.skip_spaces();
    }
    if parser.peek() == Some(':') {
        let colon = parser.at;
        parser.bump();
        parser.skip_spaces();
        let type_start = parser.at;
        let mut typed = hole_type(parser);
        if typed.is_none() {
            skip_to(parser, |next| matches!(next, '}' | '='));
        } else if rest_behind_type(parser, name.as_ref().map(|(name, _)| name), type_start)
            || behind_type(parser, name.as_ref().map(|(name, _)| name), type_start)
        {
            typed = None;
        }
        if matches!(kind, HoleType::Rest) {
            bad_type(parser, parser.span_of(colon, parser.at), "a hole that takes the rest is a `text`");
        } else {
            kind = typed.unwrap_or(HoleType::Unread);
        }
    }
    let type_end = parser.at;
    parser.skip_spaces();
    let default = if parser.peek() == Some('=') {
        default(parser)
    } else {
        parser.at = type_end;
        None
    };
    close(parser, open);
    let (name, name_span) = name?;
    Some(Hole { name, name_span, kind, default, span: parser.span_of(start, parser.at) })
}

/// `{text env}`: the type before the name. The name that is meant.
fn type_before_name(parser: &mut Parser<'_>, first: Option<(SmolStr, Span)>) -> Option<(SmolStr, Span)> {
    let (ty, ty_span) = first?;
    let start = parser.at;
    while parser.peek().is_some_and(|next| next == '_' || next.is_ascii_alphanumeric()) {
        parser.bump();
    }
    let second = parser.text_from(start);
    let known = matches!(ty.as_str(), "text" | "string" | "str" | "int" | "float" | "bool" | "date" | "time");
    if !known || !NameKind::Value.takes(second) || parser.peek() != Some('}') {
        parser.at = start;
        return Some((ty, ty_span));
    }
    let span = parser.span_of(start, parser.at);
    let help = match ty.as_str() {
        "text" | "string" | "str" => format!("the name stands first, and a word is a `text`: `{{{second}}}`"),
        ty => format!("the name stands first: `{{{second}: {ty}}}`"),
    };
    let message = format!("found the type `{ty}` before the name of a hole");
    let found = (SmolStr::new(second), span);
    parser.sink.push(Diagnostic::new(&codes::PATTERN_BAD_TYPE, ty_span, message).help(help));
    Some(found)
}

/// `{x: text...}`: whether what takes the rest stands behind the type; `type_start` is where that begins.
fn rest_behind_type(parser: &mut Parser<'_>, name: Option<&SmolStr>, type_start: usize) -> bool {
    let ty = parser.text_from(type_start).trim().to_owned();
    let start = parser.at;
    if !parser.eat("...") {
        return false;
    }
    let name = name.map_or("name", SmolStr::as_str);
    let help = match ty.as_str() {
        "text" | "string" => format!("write `{{{name}...}}`"),
        ty => format!("the remaining words are a list: write `{{{name}: list<{ty}>}}`"),
    };
    let span = parser.span_of(start, parser.at);
    let message = "found `...` behind a type, expected `}` or `=`";
    parser.sink.push(Diagnostic::new(&codes::PATTERN_BAD_TYPE, span, message).help(help));
    true
}

/// What is written behind a type as in other languages: `int?`, `dev|prod`, `"dev", "prod"`. Whether it was
/// reported, and passed.
fn behind_type(parser: &mut Parser<'_>, name: Option<&SmolStr>, type_start: usize) -> bool {
    let before = parser.at;
    let name = name.map_or("name", SmolStr::as_str);
    parser.skip_spaces();
    let start = parser.at;
    let message = match parser.peek() {
        Some('?') => "found `?` behind a type; what may be left out stands in brackets",
        Some('|' | '/') => "the texts of a choice stand in quotes",
        Some(',') => "the texts of a choice part by `|`",
        Some('(' | '-' | '\\' | '[' | '*' | '+' | '"') => {
            return regex_or_bounds(parser, name, type_start);
        }
        _ => {
            parser.at = before;
            return false;
        }
    };
    let optional = parser.peek() == Some('?');
    skip_to(parser, |next| next == '}' || next == '=' || is_bracket(next));
    let written = parser.text_from(type_start);
    let help = if optional {
        format!("write `[{{{name}: {}}}]`", written.trim().trim_end_matches('?'))
    } else {
        let texts = written.split(['|', '/', ',']).map(|text| text.trim().trim_matches('"'));
        let texts: Vec<String> =
            texts.filter(|text| !text.is_empty()).map(|text| format!("\"{text}\"")).collect();
        format!("write `{{{name}: {}}}`", texts.join(" | "))
    };
    let span = parser.span_of(start, parser.at);
    parser.sink.push(Diagnostic::new(&codes::PATTERN_BAD_TYPE, span, message).help(help));
    true
}

/// `int(1, 5)`, `WEB-\d+`, `r"x"` as a type: reported, and passed.
fn regex_or_bounds(parser: &mut Parser<'_>, name: &str, type_start: usize) -> bool {
    let bounds = parser.peek() == Some('(');
    let start = parser.at;
    let ty = parser.text_from(type_start).trim().to_owned();
    let mut depth = 0_usize;
    while let Some(next) = parser.peek() {
        match next {
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            '{' => depth += 1,
            _ => {}
        }
        parser.bump();
    }
    let span = parser.span_of(if bounds { start } else { type_start }, parser.at);
    let (message, help) = if bounds && NameKind::Value.takes(&ty) {
        let help = format!("write `{{{name}: {ty}}}`, and ask in the handler: `if {name} > 5 {{ ... }}`");
        (format!("found brackets behind `{ty}`, which takes nothing more"), help)
    } else {
        let regex = parser.text_from(type_start).trim();
        let quoted = regex.split_once('"').and_then(|(_, rest)| rest.strip_suffix('"'));
        let help = format!("write `{{{name}: /{}/}}`", quoted.unwrap_or(regex));
        ("a regex stands between slashes".to_owned(), help)
    };
    parser.sink.push(Diagnostic::new(&codes::PATTERN_BAD_TYPE, span, message).help(help));
    true
}

/// Passes the `}`; what stands before it is no part of a hole. Where none comes before the next bracket, it
/// is missing here, and what follows is read on its own.
fn close(parser: &mut Parser<'_>, open: Span) {
    let start = parser.at;
    parser.skip_spaces();
    skip_to(parser, |next| next == '}' || is_bracket(next));
    if parser.peek() != Some('}') {
        parser.at = start;
        parser.at = parser.text_from(0).trim_end().len();
        return parser.unclosed(open, ('{', '}'));
    }
    let odd = parser.text_from(start).trim();
    if !odd.is_empty() {
        let odd_start = parser.at - parser.text_from(start).trim_start().len();
        let span = parser.span_of(odd_start, odd_start + odd.len());
        let message = format!("expected `}}` and found `{odd}`");
        let help = "a hole is `{name}`, `{name...}`, `{name: type}` or `{name: type = default}`";
        parser.sink.push(Diagnostic::new(&codes::PATTERN_BAD_TYPE, span, message).help(help));
    }
    parser.bump();
}

/// Goes to the next character that `ends`, outside of quoted words, or to the end.
fn skip_to(parser: &mut Parser<'_>, ends: impl Fn(char) -> bool) {
    let mut quoted = false;
    while let Some(next) = parser.peek() {
        if next == '"' {
            quoted = !quoted;
        } else if !quoted && ends(next) {
            return;
        }
        parser.bump();
    }
}

fn name(parser: &mut Parser<'_>) -> Option<(SmolStr, Span)> {
    let start = parser.at;
    while parser.peek().is_some_and(|next| {
        !next.is_whitespace() && !matches!(next, ':' | '=' | '}' | '.' | '"') && !is_bracket(next)
    }) {
        parser.bump();
    }
    let name = parser.text_from(start);
    let span = parser.span_of(start, parser.at);
    if NameKind::Value.takes(name) {
        if !is_name(name) {
            parser
                .sink
                .push(reserved(name, span).help(format!("choose another name, such as `{{{name}_}}`")));
        }
        return Some((name.into(), span));
    }
    if let Some(found) = misnamed(name, span, NameKind::Value, &|_| false) {
        parser.sink.push(found);
        return Some((name.into(), span));
    }
    let message = if name.is_empty() {
        String::from("a hole without a name")
    } else {
        format!("`{name}` is no name for a value")
    };
    if let Some(plain) = name.strip_suffix('?').filter(|plain| NameKind::Value.takes(plain)) {
        let message = format!("found `?` behind `{plain}`; what may be left out stands in brackets");
        let help = format!("write `[{{{plain}}}]`");
        parser.sink.push(Diagnostic::new(&codes::PATTERN_BAD_NAME, span, message).help(help));
        return Some((plain.into(), span));
    }
    let plain = name.trim_start_matches(['*', '$', '&', '.', '@']);
    if plain.len() < name.len() && NameKind::Value.takes(plain) {
        let dots = if name.starts_with('*') { "..." } else { "" };
        let sign = name.trim_end_matches(plain);
        let message = format!("found `{sign}` before the name of a hole");
        let help = format!("write `{{{plain}{dots}}}`");
        parser.sink.push(Diagnostic::new(&codes::PATTERN_BAD_NAME, span, message).help(help));
        return Some((plain.into(), span));
    }
    let help = "a name begins with a lower-case letter: `{service}`";
    parser.sink.push(Diagnostic::new(&codes::PATTERN_BAD_NAME, span, message).help(help));
    // Its uses are no mistakes of their own.
    let named = name.chars().all(|next| next == '_' || next.is_ascii_alphanumeric());
    (named && !name.is_empty()).then(|| (name.into(), span))
}

fn is_bracket(next: char) -> bool {
    matches!(next, '{' | '[' | ']' | '(' | ')')
}

/// What would be bound by a word of the language: nothing could ask for it.
pub(super) fn reserved(name: &str, span: Span) -> Diagnostic {
    let message = format!("`{name}` is a word of the language, it cannot be a name");
    Diagnostic::new(&codes::SYNTAX_RESERVED_WORD, span, message)
}

fn bad_type(parser: &mut Parser<'_>, span: Span, message: impl Into<String>) {
    let help = "write `int`, `date`, the name of a union, `\"a\" | \"b\"`, `/regex/` or `list<T>`";
    parser.sink.push(Diagnostic::new(&codes::PATTERN_BAD_TYPE, span, message).help(help));
}

/// The type after the `:`. Nothing, reported, where there is none.
fn hole_type(parser: &mut Parser<'_>) -> Option<HoleType> {
    match parser.peek() {
        Some('/') => regex(parser),
        Some('"') => literals(parser),
        Some(next) if next == '_' || next.is_ascii_alphabetic() => named(parser),
        next => {
            let span = parser.span_of(parser.at, parser.at + next.map_or(0, char::len_utf8));
            let regex = parser.rest().split(['}', '=']).next().unwrap_or("").trim();
            if matches!(next, Some('\\' | '[' | '(' | '^')) {
                let found = Diagnostic::new(&codes::PATTERN_BAD_TYPE, span, "expected a type after `:`");
                parser.sink.push(found.help(format!("a regex stands between slashes: `/{regex}/`")));
            } else {
                bad_type(parser, span, "expected a type after `:`");
            }
            None
        }
    }
}

/// A name, or `list<T>`.
fn named(parser: &mut Parser<'_>) -> Option<HoleType> {
    let start = parser.at;
    while parser.peek().is_some_and(|next| next == '_' || next == '.' || next.is_ascii_alphanumeric())
        && !parser.rest().starts_with("...")
    {
        parser.bump();
    }
    let name = parser.text_from(start);
    let span = parser.span_of(start, parser.at);
    if name != "list" {
        return Some(HoleType::Named { name: name.into(), span });
    }
    parser.skip_spaces();
    if !parser.eat("<") {
        bad_type(parser, span, "a `list` of what?");
        return None;
    }
    parser.skip_spaces();
    if parser.rest().starts_with("list") {
        bad_type(parser, span, "a list of lists can't be typed in a message");
        return None;
    }
    let item = hole_type(parser)?;
    parser.skip_spaces();
    if !parser.eat(">") {
        let end = parser.span_of(parser.at, parser.at + parser.peek().map_or(0, char::len_utf8));
        bad_type(parser, end, "expected `>` after the type of a list");
    }
    Some(HoleType::List { item: Box::new(item), span: parser.span_of(start, parser.at) })
}

/// `"dev" | "staging" | "prod"`
fn literals(parser: &mut Parser<'_>) -> Option<HoleType> {
    let start = parser.at;
    let mut texts: Vec<Word> = Vec::new();
    let mut end;
    loop {
        let open = parser.at;
        if !parser.eat("\"") {
            let span = parser.span_of(parser.at, parser.at + parser.peek().map_or(0, char::len_utf8));
            bad_type(parser, span, "expected a text in quotes after `|`");
            return None;
        }
        while parser.peek().is_some_and(|next| next != '"') {
            parser.bump();
        }
        let text = parser.text_from(open + 1).trim();
        if !parser.eat("\"") {
            let quote = parser.span_of(open, open + 1);
            parser.unclosed(quote, ('"', '"'));
            return None;
        }
        end = parser.at;
        let span = parser.span_of(open, end);
        if text.is_empty() {
            bad_type(parser, span, "an empty text can't be typed");
        } else if texts.iter().any(|word| word.text == text) {
            bad_type(parser, span, format!("`{text}` stands twice in this union"));
        } else {
            texts.push(Word { text: text.into(), span });
        }
        parser.skip_spaces();
        if !parser.eat("|") {
            break;
        }
        parser.skip_spaces();
    }
    (!texts.is_empty()).then(|| HoleType::Literals { texts, span: parser.span_of(start, end) })
}

/// `/.../ims`
fn regex(parser: &mut Parser<'_>) -> Option<HoleType> {
    let start = parser.at;
    parser.bump();
    let slash = parser.span_of(start, parser.at);
    while let Some(next) = parser.peek() {
        if next == '/' {
            break;
        }
        parser.bump();
        if next == '\\' {
            parser.bump();
        }
    }
    let source = parser.text_from(start + 1);
    if !parser.eat("/") {
        parser.unclosed(slash, ('/', '/'));
        return None;
    }
    let flags_start = parser.at;
    while parser.peek().is_some_and(|next| next.is_ascii_alphabetic()) {
        parser.bump();
    }
    let flags = parser.text_from(flags_start);
    let span = parser.span_of(start, parser.at);
    let mistake = if source.is_empty() {
        Some((span, String::from("an empty regex matches no word")))
    } else {
        check_regex(source, flags).err().map(|mistake| {
            let at = parser.span_of(start + 1 + mistake.at.start, start + 1 + mistake.at.end);
            (if at.is_empty() { span } else { at }, mistake.message)
        })
    };
    if let Some((at, message)) = mistake {
        let help = regex_help(&message);
        parser.sink.push(Diagnostic::new(&codes::PATTERN_REGEX, at, message).help(help));
        return None;
    }
    Some(HoleType::Regex { source: source.into(), flags: flags.into(), span })
}

/// The text after `=`, up to the end of the hole; quotes around all of it are taken off.
fn default(parser: &mut Parser<'_>) -> Option<HoleDefault> {
    let equals = parser.at;
    parser.bump();
    parser.skip_spaces();
    let start = parser.at;
    skip_to(parser, |next| next == '}' || next == '{');
    if parser.peek() != Some('}')
        && let Some(first) = parser.text_from(start).find([' ', '[', ']'])
    {
        // The `}` is missing: one word is the most that can be meant.
        parser.at = start + first;
    }
    let text = parser.text_from(start).trim_end();
    let span = parser.span_of(start, start + text.len());
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let text = inner.filter(|inner| !inner.contains('"')).unwrap_or(text);
    if text.trim().is_empty() {
        // Without a `}` that is what is wrong.
        parser.peek()?;
        let at = parser.span_of(equals, equals + 1);
        let found = Diagnostic::new(&codes::PATTERN_DEFAULT, at, "expected a default after `=`");
        parser.sink.push(found.help("write what the user would have typed: `{env: Env = dev}`"));
        return None;
    }
    Some(HoleDefault { text: text.into(), span })
}
