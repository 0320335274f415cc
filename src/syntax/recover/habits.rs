//! What people bring along from other languages and bots, each with the words of this one.

use super::found::found;
use super::mistakes::{Family, Place};
use crate::base::Span;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// What people are used to.
pub(super) const KNOWN: Family = Family {
    inside: false,
    mistakes: &[
        hour,
        several_names,
        typed_name,
        clause,
        declaration_inside,
        arm,
        other_record,
        said_apart,
        headless,
        unquoted,
    ],
};

/// The general message with a help of its own.
pub(super) fn unexpected(
    builder: &Builder<'_>,
    place: &Place,
    wanted: &str,
    help: impl Into<String>,
) -> Diagnostic {
    let span = builder.token_span(place.at);
    let what = found(builder, place.at);
    Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, format!("found {what}, expected {wanted}"))
        .label(format!("expected {wanted}"))
        .help(help)
}

/// The first word of the region, the one before the failing token, and that token.
pub(super) fn words<'a>(builder: &Builder<'a>, place: &Place) -> (&'a str, &'a str, &'a str) {
    let before = place.at.checked_sub(1).map_or("", |token| builder.token_text(token));
    (builder.token_text(place.bad.start), before, builder.token_text(place.at))
}

/// Whether a token fails, and not the end of the region.
pub(super) fn is_inside(place: &Place) -> bool {
    place.at < place.bad.end
}

/// `at 9`, `at "09:00"`, `at 9am`
fn hour(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if !place.expected.has(Code::CLOCK_TIME) || place.expected.value || !is_inside(place) {
        return None;
    }
    let help = match builder.code(place.at) {
        Code::NUMBER => hour_here(&builder.span(place.at, place.at + 3).slice(builder.text).to_lowercase()),
        Code::TEXT_LITERAL => "write the hour without quotes: `09:00`".to_owned(),
        _ => return None,
    };
    Some(unexpected(builder, place, "an hour such as `09:00`", help))
}

/// `9`, `9am`, `9:00pm` as an hour of here.
fn hour_here(text: &str) -> String {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (hour, rest) = text.split_at(digits);
    let minutes = rest.strip_prefix(':').and_then(|rest| rest.get(..2)).filter(|it| it.parse::<u8>().is_ok());
    let rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let hour = hour.parse::<u8>().ok().map(|hour| match (rest.get(..2), hour) {
        (Some("pm"), 1..=11) => hour + 12,
        (Some("am"), 12) => 0,
        (_, hour) => hour,
    });
    match hour {
        Some(hour) if hour < 24 => format!("write `{hour:02}:{}`", minutes.unwrap_or("00")),
        _ => "write the hours of the day and the minutes: `17:30`".to_owned(),
    }
}

/// `let [a, b] = xs`, `let { a, b } = r`
fn several_names(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    let help = match text {
        "[" => "bind one name at a time: `let a = xs[0]`",
        "{" => "bind one name at a time: `let a = r.a`",
        "(" => "bind one name at a time: `let a = 1`, `let b = 2`",
        "," if matches!(first, "let" | "var") && place.at == place.bad.start + 2 => {
            return Some(unexpected(
                builder,
                place,
                "`=`",
                "bind one name at a time: `let a = 1`, `let b = 2`",
            ));
        }
        _ => return None,
    };
    let here = matches!(first, "let" | "var") && place.at == place.bad.start + 1;
    here.then(|| unexpected(builder, place, "a name", help))
}

/// `int x = 5`, `let int x = 5`, `let mut x = 5`
fn typed_name(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    let binds = matches!(first, "let" | "var" | "const");
    let second = place.at == place.bad.start + 1 + usize::from(binds);
    let named = text.starts_with(|c: char| c.is_ascii_lowercase());
    if place.rule != Rule::only_statement || !second || !named || !is_inside(place) {
        return None;
    }
    if builder.token_text(place.at + 1) != "=" {
        return None;
    }
    let ty = match before {
        "mut" => return Some(unexpected(builder, place, "`=`", format!("write `var {text} = ...`"))),
        "string" | "String" | "str" | "char" => "text",
        "number" | "integer" | "long" | "Int" => "int",
        "double" | "Float" => "float",
        "boolean" | "Boolean" => "bool",
        "auto" | "val" | "final" | "dynamic" => {
            return Some(unexpected(builder, place, "`=`", format!("write `let {text} = ...`")));
        }
        "text" | "int" | "float" | "bool" | "duration" | "time" | "date" | "json" => before,
        _ => return None,
    };
    let word = if first == "var" { "var" } else { "let" };
    Some(unexpected(
        builder,
        place,
        "`=`",
        format!("the type stands behind the name: `{word} {text}: {ty} = ...`"),
    ))
}

/// `later in 5m`, `wait until 17:00`, `ask "x" timeout 5m`, `as ["a", "b"]`, `before { }`
fn clause(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if !is_inside(place) {
        return None;
    }
    let asks = (place.bad.start..place.at).any(|token| builder.token_text(token) == "ask");
    let (wanted, help) = match (first, text) {
        ("later", "in" | "after") if place.at == place.bad.start + 1 => {
            ("a time", "write `later 5m { ... }`")
        }
        ("wait", _) if before == "until" => {
            ("a duration", "write `wait 5m`; what is done at an hour stands in `later at 17:00 { ... }`")
        }
        (_, "timeout") if asks && place.expected.operator => ("a clause of `ask`", "write `within 5m`"),
        (_, "options" | "choices" | "of") if asks && place.expected.operator => {
            ("a clause of `ask`", "write `as \"a\" | \"b\"`, or `as one of xs` for a list")
        }
        (_, "|") if asks && place.expected.operator => match choice_of_words(builder, place) {
            Some(help) => return Some(unexpected(builder, place, "a clause of `ask`", help)),
            None => return None,
        },
        (_, "from" | "for") if asks && place.expected.operator && place.at > place.bad.start => {
            let who = builder.token_text(place.at + 1);
            let help = format!("who may answer stands behind `by`: `by {who}`");
            return Some(unexpected(builder, place, "a clause of `ask`", help));
        }
        (_, ",") if asks && place.expected.has_word("within") => {
            let said = builder.token_text(place.at + 1);
            let help =
                format!("what is said of a wrong answer stands behind `else`: `where ... else {said}`");
            return Some(unexpected(builder, place, "a clause of `ask`", help));
        }
        (_, "->") if asks && place.expected.operator => {
            let asked = builder.span(place.bad.start, place.at).slice(builder.text);
            let help = format!("bind the answer: `let {} = {asked}`", builder.token_text(place.at + 1));
            return Some(unexpected(builder, place, "a clause of `ask`", help));
        }
        (_, word) if asks && builder.code(place.at) == Code::PLAIN && place.expected.has_word("where") => {
            let help = format!(
                "what an answer must be stands behind `where`: `where n > 0 else \"...\"`; there is no `{word}`"
            );
            return Some(unexpected(builder, place, "a clause of `ask`", help));
        }
        (_, "[") if asks && before == "as" => {
            ("a type", "write `as \"a\" | \"b\"`, or `as one of xs` for a list")
        }
        ("before" | "after", "{") if place.rule == Rule::item => {
            ("`message` or `command`", "write `before message { ... }` or `before command { ... }`")
        }
        ("log", ",") => {
            ("a record or the end of the line", "write `log info \"...\" { x: 1 }`, without a comma")
        }
        ("type", "or") => ("`|`", "write `\"a\" | \"b\"`"),
        ("type", "?") if place.expected.has(':') => ("`:`", "the `?` stands behind the type: `name: text?`"),
        _ => return None,
    };
    Some(unexpected(builder, place, wanted, help))
}

/// `ask "Sure?" as yes | no`
fn choice_of_words(builder: &Builder<'_>, place: &Place) -> Option<String> {
    let first = (place.bad.start..place.at).rev().find(|token| builder.token_text(*token) == "as")? + 1;
    let named = builder.token_text(first);
    let more = builder.code(first + 2) == Code::TEXT_LITERAL;
    if named.starts_with(|c: char| c.is_ascii_uppercase()) && more {
        return Some(format!(
            "a choice is of texts: write those of `{named}` out, or add one where it is declared"
        ));
    }
    let words: Vec<String> = (first..place.bad.end)
        .take_while(|token| matches!(builder.code(*token), Code::PLAIN | '|' | Code::TEXT_LITERAL))
        .filter(|token| builder.code(*token) != '|')
        .map(|token| format!("\"{}\"", builder.token_text(token).trim_matches('"')))
        .collect();
    // `person | int`: types are no texts.
    if words.len() < 2 {
        return Some(
            "an answer has one type, `as int`, or is one of some texts, `as \"a\" | \"b\"`".to_owned(),
        );
    }
    Some(format!("the texts of a choice stand in quotes: `as {}`", words.join(" | ")))
}

/// `const x = 5` in a handler.
fn declaration_inside(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, ..) = words(builder, place);
    if place.rule != Rule::only_statement {
        return None;
    }
    if let Some(found) = function_inside(builder, place) {
        return Some(found);
    }
    if place.at != place.bad.start + 1 {
        return None;
    }
    let help = match first {
        "const" => "write `let name = value` here, or move it to the top of the file",
        "state" => "move it to the top of the file; what lives only in this run is a `var`",
        "config" | "secret" | "type" | "group" | "fn" | "intent" | "use" | "command" | "every" | "action"
        | "test" => "move it to the top of the file",
        _ => return None,
    };
    let named = matches!(builder.code(place.at), Code::PLAIN | Code::TEXT_LITERAL | Code::PATTERN)
        || builder.token_text(place.at).starts_with(|c: char| c.is_ascii_alphabetic());
    named.then(|| {
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            builder.token_span(place.bad.start),
            format!("found the declaration `{first}`, expected a statement"),
        )
        .label("declarations stand at the top of a file")
        .help(help)
    })
}

/// `async fn f() { }`, `def f(x):`, `class Foo { }` in a handler.
fn function_inside(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let mark = |word: &str| matches!(word, "async" | "export" | "public" | "static");
    let start = place.bad.start;
    let word = (start..place.bad.end.min(start + 3)).find(|token| !mark(builder.token_text(*token)))?;
    let (what, name) = (builder.token_text(word), builder.token_text(word + 1));
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let help = match what {
        "def" | "func" | "function" if named => {
            format!("write `fn {name}(...) {{ ... }}` at the top of the file")
        }
        "fn" if named && word > start => format!("write `fn {name}(...) {{ ... }}` at the top of the file"),
        "class" if named => {
            "write `type Name = { ... }` for data and `fn` for what is done with it, at the top of the file"
                .to_owned()
        }
        _ => return None,
    };
    let span = builder.span(start, word + 1);
    let message = format!("found the declaration `{}`, expected a statement", span.slice(builder.text));
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message)
            .label("declarations stand at the top of a file")
            .help(help),
    )
}

/// `1: say "x"`, `_ => ...`, `default => ...` in a `match`.
fn arm(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    if place.rule != Rule::only_arm || !is_inside(place) {
        return None;
    }
    let other = matches!(first, "_" | "default" | "otherwise");
    if other && place.at <= place.bad.start + 1 {
        let span = builder.token_span(place.bad.start);
        return Some(
            Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, format!("`{first}` is written `else` here"))
                .label("expected `else`")
                .help("write `else => ...`")
                .fix(Unsafe, "write `else`", span, "else"),
        );
    }
    if matches!(text, ">" | "<" | ">=" | "<=" | "==" | "!=") && place.at == place.bad.start {
        let help = "write a range, `6..99`; all else is decided by `if ... { } else if ... { }`";
        return Some(unexpected(builder, place, "a pattern", help));
    }
    (text == ":").then(|| {
        let span = builder.token_span(place.at);
        unexpected(builder, place, "`=>`", "write `=>` between a pattern and what it gives").fix(
            Safe,
            "write `=>`",
            span,
            " =>",
        )
    })
}

/// `{ "a" => 1 }`, `{1, 2}`
fn other_record(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let bracket = place.open_bracket(builder).filter(|token| builder.code(*token) == '{')?;
    if !is_inside(place) {
        return None;
    }
    let span = builder.token_span(place.at);
    if builder.code(place.at) == Code::GIVES && place.expected.has(':') {
        return Some(unexpected(builder, place, "`:`", "write `:` between a key and its value").fix(
            Safe,
            "write `:`",
            span,
            ":",
        ));
    }
    let value = builder.code(place.at) == Code::NUMBER && place.at == bracket + 1;
    value.then(|| {
        unexpected(builder, place, "a name or a text in quotes", "a set is made of a list: `[1, 2].to_set`")
    })
}

/// `say "x" to alice`, `say f"x"`, `say "a", "b"`
fn said_apart(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if !is_inside(place) || place.rule == Rule::item || place.at == place.bad.start {
        return None;
    }
    if text == "to" && matches!(first, "say" | "reply" | "ask" | "let") && place.expected.operator {
        let what = if first == "let" { "ask" } else { first };
        let help = format!("`to` stands right behind `{what}`: `{what} to p \"...\"`");
        return Some(unexpected(builder, place, "the end of the line", help));
    }
    let says = matches!(first, "say" | "reply" | "fail") && place.open_bracket(builder).is_none();
    if says && text == "," && place.expected.operator {
        let help = format!("`{first}` takes one text: write `{first} \"{{a}} {{b}}\"`");
        return Some(unexpected(builder, place, "the end of the line", help));
    }
    let literal = matches!(builder.code(place.at), Code::TEXT_LITERAL | Code::STRING_START);
    if !literal {
        return None;
    }
    let behind = matches!(builder.code(place.at - 1), Code::TEXT_LITERAL | Code::STRING_END);
    let says = (place.bad.start..place.at)
        .any(|token| matches!(builder.token_text(token), "say" | "reply" | "fail"));
    if says && behind && place.expected.operator {
        let who = place.at.checked_sub(2).map_or("", |token| builder.token_text(token));
        if matches!(who, "person" | "room") && place.at - 2 > place.bad.start {
            let named = builder.token_text(place.at - 1);
            let help = format!(
                "a {who} is found by its {}: `{who}({named})`",
                if who == "room" { "title" } else { "address" }
            );
            return Some(unexpected(builder, place, "an operator or the end of the line", help));
        }
        let help = "write one text, or `+` between two";
        return Some(unexpected(builder, place, "an operator or the end of the line", help));
    }
    let (start, _) = builder.bytes(place.at, place.at + 1);
    let touches = builder.text.as_bytes().get(start.checked_sub(1)?).is_some_and(u8::is_ascii_alphabetic);
    match before {
        "f" | "b" | "r" | "u" if touches => {
            let prefix = builder.token_span(place.at - 1);
            Some(
                Diagnostic::new(
                    &codes::SYNTAX_FOREIGN_WORD,
                    prefix,
                    format!("found `{before}` before a text, where none is needed"),
                )
                .label("not a word of the language")
                .help(format!("take out the `{before}`: every text takes `{{x}}`"))
                .fix(Safe, format!("take out the `{before}`"), prefix, ""),
            )
        }
        "room" | "person" => {
            let value = builder.token_text(place.at);
            Some(unexpected(builder, place, "`(`", format!("write `{before}({value})`")))
        }
        _ => None,
    }
}

/// `log("x")`, `edit "x"`, `say card hi`
fn headless(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if place.rule == Rule::item {
        return None;
    }
    if first == "log" && place.at == place.bad.start + 1 {
        return Some(unexpected(
            builder,
            place,
            "`info`, `warn`, `error` or `debug`",
            "write `log info \"...\"`",
        ));
    }
    let span = builder.span(place.at.saturating_sub(1), place.at);
    let ends = !is_inside(place) || text == "}";
    if first == "edit" && place.expected.value && ends {
        return Some(
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found no message to edit before the new text")
                .label("the new text")
                .help("keep the message, `let m = say \"...\"`, then write `edit m \"...\"`"),
        );
    }
    let called = place.expected.has(Code::CALL) && !place.expected.operator && !place.expected.value;
    let card =
        (place.bad.start..place.at).rev().nth(1).is_some_and(|token| builder.token_text(token) == "card");
    (called && card).then(|| {
        let end = Span { start: span.end, ..span };
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            span,
            format!("found `{before}`, a card is called with `()`"),
        )
        .label("expected `(` right after the name")
        .help(format!("write `card {before}()`"))
        .fix(Safe, format!("write `{before}()`"), end, "()")
    })
}

/// `command hello`, `say hello world`
fn unquoted(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    let word = text.starts_with(|c: char| c.is_ascii_alphabetic()) || matches!(text, "." | "!" | "?");
    if !word || !is_inside(place) || place.at == place.bad.start {
        return None;
    }
    let expected = &place.expected;
    let wants_text = (expected.has(Code::TEXT_LITERAL) || expected.has(Code::PATTERN))
        && !expected.value
        && !expected.ty
        && !expected.name
        && !expected.operator;
    if wants_text {
        let wanted = if first == "command" { "a pattern in quotes" } else { "a text in quotes" };
        let quoted = if place.rule == Rule::only_step {
            up_to_blank(builder, place)
        } else {
            up_to_block(builder, place)
        };
        return Some(unexpected(builder, place, wanted, format!("write it in quotes: `\"{quoted}\"`")));
    }
    let said = matches!(first, "say" | "reply") && place.at == place.bad.start + 2;
    let plain = |token: usize| builder.code(token) == Code::PLAIN;
    let goes_on = plain(place.at) || matches!(text, "." | "!" | "?");
    (said && goes_on && plain(place.at - 1) && expected.operator).then(|| {
        let line = builder.span(place.bad.start + 1, place.bad.end).slice(builder.text);
        let line = if line.contains(['"', '\n']) || line.len() > 60 { "..." } else { line };
        unexpected(
            builder,
            place,
            "an operator or the end of the line",
            format!("what is said stands in quotes: `{first} \"{line}\"`"),
        )
    })
}

/// What stands from the failing token to the next blank, or to the `>` of `mia in CAB> hi`, however it is read: a `//` of a
/// URL begins a comment.
fn up_to_blank<'a>(builder: &Builder<'a>, place: &Place) -> &'a str {
    let (start, _) = builder.bytes(place.at, place.at + 1);
    let rest = builder.text.get(start..).unwrap_or("");
    let word = rest.split(|c: char| c.is_whitespace() || c == '>').next();
    word.filter(|word| !word.contains('"')).unwrap_or("...")
}

/// What stands from the failing token to the last `{` that is open in a declaration: its head. Elsewhere the
/// word alone.
fn up_to_block<'a>(builder: &Builder<'a>, place: &Place) -> &'a str {
    let mut end = place.at + 1;
    while builder.code(end) == Code::FIELD {
        end += 1;
    }
    let mut depth = 0_usize;
    for token in (place.at..place.bad.end).filter(|_| place.rule == Rule::item) {
        let code = builder.code(token);
        if code == '{' && depth == 0 && token > place.at {
            end = token;
        }
        if Code::is_opening(code) {
            depth += 1;
        } else if Code::is_closing(code) {
            depth = depth.saturating_sub(1);
        }
    }
    let head = builder.span(place.at, end).slice(builder.text);
    if head.contains(['\n', '"']) { builder.token_text(place.at) } else { head }
}
