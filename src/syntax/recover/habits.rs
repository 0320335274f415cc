//! What people bring along from other languages and bots, each with the words of this one.

use super::found::found;
use super::mistakes::Place;
use crate::base::Span;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

type Rules = [fn(&Builder<'_>, &Place) -> Option<Diagnostic>; 16];

/// In this order: the first that fits speaks.
const RULES: Rules = [
    unit,
    hour,
    counting_loop,
    several_names,
    comparison,
    clause,
    declaration_inside,
    type_behind_name,
    python_block,
    list_type,
    arm,
    message_text,
    value_if,
    prompt,
    headless,
    unquoted,
];

/// The diagnostic for the habit that shows, if it is a known one.
pub(super) fn habit(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    RULES.iter().find_map(|rule| rule(builder, place))
}

/// The general message with a help of its own.
fn unexpected(builder: &Builder<'_>, place: &Place, wanted: &str, help: impl Into<String>) -> Diagnostic {
    let span = builder.token_span(place.at);
    let what = found(builder, place.at);
    Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, format!("found {what}, expected {wanted}"))
        .label(format!("expected {wanted}"))
        .help(help)
}

fn words<'a>(builder: &Builder<'a>, place: &Place) -> (&'a str, &'a str, &'a str) {
    let before = place.at.checked_sub(1).map_or("", |token| builder.token_text(token));
    (builder.token_text(place.bad.start), before, builder.token_text(place.at))
}

fn is_inside(place: &Place) -> bool {
    place.at < place.bad.end
}

/// `10 minutes`
fn unit(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, number, word) = words(builder, place);
    let number_before = place.at > place.bad.start && builder.code(place.at - 1) == Code::NUMBER;
    let unit = match word.to_ascii_lowercase().trim_end_matches('s') {
        "m" if word == "ms" => "ms",
        "millisecond" => "ms",
        "" | "sec" | "second" => "s",
        "m" | "min" | "minute" => "m",
        "h" | "hr" | "hour" => "h",
        "d" | "day" => "d",
        "w" | "week" => "w",
        _ => return None,
    };
    if !number_before || !is_inside(place) {
        return None;
    }
    let span = builder.span(place.at - 1, place.at + 1);
    let duration = format!("{number}{unit}");
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            span,
            format!("found `{number} {word}`, a duration is written as one word"),
        )
        .label("expected a duration")
        .help(format!("write `{duration}`"))
        .fix(Safe, format!("write `{duration}`"), span, duration),
    )
}

/// `at 9`, `at "09:00"`, `at 9am`
fn hour(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if !place.expected.has(Code::CLOCK_TIME) || place.expected.value || !is_inside(place) {
        return None;
    }
    let text = builder.token_text(place.at);
    let help = match builder.code(place.at) {
        Code::NUMBER => match text.parse::<u8>() {
            Ok(hour) if hour < 24 => format!("write `{hour:02}:00`"),
            _ => "write the hours of the day and the minutes: `17:30`".to_owned(),
        },
        Code::TEXT_LITERAL => "write the hour without quotes: `09:00`".to_owned(),
        _ => return None,
    };
    Some(unexpected(builder, place, "an hour such as `09:00`", help))
}

/// `for (let i = 0; ...)`, `for x of xs`
fn counting_loop(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    if first != "for" || place.rule == Rule::item {
        return None;
    }
    if text == "of" {
        let span = builder.token_span(place.at);
        return Some(
            Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, "`of` is written `in` here")
                .label("expected `in`")
                .help("write `for x in xs { ... }`")
                .fix(Safe, "write `in`", span, "in"),
        );
    }
    (text == "(" && place.at == place.bad.start + 1).then(|| {
        unexpected(
            builder,
            place,
            "a name",
            "write `for x in xs { ... }`, or `for i in 1..10 { ... }` to count; there are no brackets",
        )
    })
}

/// `let [a, b] = xs`, `let { a, b } = r`
fn several_names(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    let help = match text {
        "[" => "bind one name at a time: `let a = xs[0]`",
        "{" => "bind one name at a time: `let a = r.a`",
        _ => return None,
    };
    let here = matches!(first, "let" | "var") && place.at == place.bad.start + 1;
    here.then(|| unexpected(builder, place, "a name", help))
}

/// `x is y`, `x not y`, `x <> y`, `x!`
fn comparison(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    if !is_inside(place) {
        return None;
    }
    let help = match (before, text) {
        (_, "is") if place.expected.operator => "write `x == y`, or `p in admins` for a group",
        (_, "not") if place.expected.operator => "write `x != y`, or `p not in admins` for a group",
        ("<", ">") => "write `!=`",
        (_, "!") if place.expected.operator => {
            "handle `none`: `x ?? 0`, or `let x = ... else { stop }`; `not` stands before what it denies"
        }
        _ => return None,
    };
    // `!=` and `!==` have their own words.
    let next = builder.token_text(place.at + 1);
    (text != "!" || !matches!(next, "=" | "==")).then(|| unexpected(builder, place, "an operator", help))
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
        (_, "[") if asks && before == "as" => {
            ("a type", "write `as \"a\" | \"b\"`, or `as one of xs` for a list")
        }
        ("before" | "after", "{") if place.rule == Rule::item => {
            ("`message` or `command`", "write `before message { ... }` or `before command { ... }`")
        }
        ("log", ",") => {
            ("a record or the end of the line", "write `log info \"...\" { x: 1 }`, without a comma")
        }
        ("type", "|") => {
            ("the end of the line", "a union is one of texts: `\"a\" | \"b\"`; what may be missing is `T?`")
        }
        ("type", "or") => ("`|`", "write `\"a\" | \"b\"`"),
        ("type", "?") if place.expected.has(':') => ("`:`", "the `?` stands behind the type: `name: text?`"),
        _ => return None,
    };
    Some(unexpected(builder, place, wanted, help))
}

/// `const x = 5` in a handler.
fn declaration_inside(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, ..) = words(builder, place);
    if place.rule != Rule::only_statement || place.at != place.bad.start + 1 {
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

/// `if x then`, `if x:`, `command "x" => ...`
fn python_block(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    if !place.expected.has('{') || place.expected.value || place.expected.ty || !is_inside(place) {
        return None;
    }
    match text {
        "then" | "do" | ":" => {}
        // Where an arrow may stand, this is the other one.
        "=>" if !place.expected.has(Code::ARROW) => {}
        "only" | "allow" | "by" | "requires" | "if" | "when" | "where" if place.rule == Rule::item => {
            return Some(unexpected(
                builder,
                place,
                "a guard or `{`",
                "write `for admins` for who may use it, `in direct` or `in group` for where",
            ));
        }
        _ => return None,
    }
    let help = match first {
        "if" | "while" | "for" | "else" => format!("a block stands in braces: `{first} ... {{ ... }}`"),
        _ => "what it does stands in braces: `{ ... }`".to_owned(),
    };
    Some(unexpected(builder, place, "`{`", help))
}

/// `string[]`
fn list_type(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, name, text) = words(builder, place);
    let empty = text == "[" && builder.token_text(place.at + 1) == "]";
    (empty && !place.expected.value && !place.expected.operator && place.at > place.bad.start).then(|| {
        let span = builder.span(place.at, place.at + 2);
        let name = match name {
            "string" | "String" | "str" => "text",
            "number" | "integer" => "int",
            "boolean" => "bool",
            other => other,
        };
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `[]` behind a type")
            .label("no part of a type")
            .help(format!("a list is written `list<{name}>`"))
    })
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

/// `on message "hello"`, `on "hello"`
fn message_text(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, _) = words(builder, place);
    let text = matches!(builder.code(place.at), Code::TEXT_LITERAL | Code::STRING_START);
    let here = place.rule == Rule::item && first == "on" && matches!(before, "on" | "message");
    (here && text && is_inside(place)).then(|| {
        unexpected(
            builder,
            place,
            "a regex between slashes",
            "write `command \"hello\" { ... }` for what people type, or `on message /hello/i { ... }`",
        )
    })
}

/// `say a if b else c`, `say "x" to alice`, `say f"x"`
fn value_if(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if !is_inside(place) || place.rule == Rule::item || place.at == place.bad.start {
        return None;
    }
    if text == "if" && place.expected.operator && place.rule == Rule::only_statement {
        let help = "write `if condition { a } else { b }`";
        return Some(unexpected(builder, place, "the end of the line", help));
    }
    if text == "to" && matches!(first, "say" | "reply" | "ask" | "let") && place.expected.operator {
        let what = if first == "let" { "ask" } else { first };
        let help = format!("`to` stands right behind `{what}`: `{what} to p \"...\"`");
        return Some(unexpected(builder, place, "the end of the line", help));
    }
    let literal = matches!(builder.code(place.at), Code::TEXT_LITERAL | Code::STRING_START);
    if !literal {
        return None;
    }
    let (start, _) = builder.bytes(place.at, place.at + 1);
    let touches = builder.text.as_bytes().get(start.checked_sub(1)?).is_some_and(u8::is_ascii_alphabetic);
    match before {
        "f" | "b" | "r" | "u" if touches => Some(unexpected(
            builder,
            place,
            "an operator",
            format!("take out the `{before}`: every text takes `{{x}}`"),
        )),
        "room" | "person" => {
            let value = builder.token_text(place.at);
            Some(unexpected(builder, place, "`(`", format!("write `{before}({value})`")))
        }
        _ => None,
    }
}

/// `bot: hi` in a test.
fn prompt(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    if place.rule != Rule::only_step || place.at != place.bad.start + 1 {
        return None;
    }
    if text == ":" {
        let span = builder.token_span(place.at);
        return Some(unexpected(builder, place, "`>`", format!("write `{first}> ...`")).fix(
            Unsafe,
            "write `>`",
            span,
            ">",
        ));
    }
    (first == "assert").then(|| {
        let span = builder.token_span(place.bad.start);
        Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, "`assert` is written `expect` here")
            .label("expected `expect`")
            .help("write `expect x == 1`")
            .fix(Unsafe, "write `expect`", span, "expect")
    })
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
    let ends = !is_inside(place) || text == "}";
    if !ends {
        return None;
    }
    let span = builder.span(place.at.saturating_sub(1), place.at);
    if first == "edit" && place.expected.value {
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
    let word = text.starts_with(|c: char| c.is_ascii_alphabetic());
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
        let (mut quoted, mut next) = (text.to_owned(), place.at + 1);
        while builder.code(next) == Code::FIELD {
            quoted.push_str(builder.token_text(next));
            next += 1;
        }
        return Some(unexpected(builder, place, wanted, format!("write it in quotes: `\"{quoted}\"`")));
    }
    let said = matches!(first, "say" | "reply") && place.at == place.bad.start + 2;
    let plain = |token: usize| builder.code(token) == Code::PLAIN;
    (said && plain(place.at) && plain(place.at - 1) && expected.operator).then(|| {
        unexpected(
            builder,
            place,
            "an operator or the end of the line",
            format!("what is said stands in quotes: `{first} \"...\"`"),
        )
    })
}
