//! Operators and signs of other languages.

use super::mistakes::{Family, Place};
use crate::base::Span;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::{Diagnostic, Edit, Fix, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Operators and signs of other languages.
pub(super) const KNOWN: Family = Family {
    inside: false,
    mistakes: &[
        hole,
        open_end,
        counting,
        comparing,
        assigning,
        foreign_operator,
        question_mark,
        on_bits,
        stray_sign,
    ],
};

/// `word` in place of what is underlined.
fn written(builder: &Builder<'_>, span: Span, here: &str) -> Diagnostic {
    let word = span.slice(builder.text);
    let here_word = here.trim_end();
    Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, format!("`{word}` is written `{here_word}` here"))
        .label(format!("expected `{here_word}`"))
        .help(format!("write `{here_word}`"))
        .fix(Safe, format!("write `{here_word}`"), span, spaced(builder, span, here))
}

/// No such operator, and what to do.
fn none_such(builder: &Builder<'_>, span: Span, help: impl Into<String>) -> Diagnostic {
    let word = span.slice(builder.text);
    Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, format!("there is no `{word}` here"))
        .label("not a sign of the language")
        .help(help)
}

fn touch(builder: &Builder<'_>, token: usize) -> bool {
    builder.bytes(token, token + 1).1 == builder.bytes(token + 1, token + 2).0
}

fn text_before<'a>(builder: &Builder<'a>, at: usize) -> &'a str {
    at.checked_sub(1).map_or("", |before| builder.token_text(before))
}

/// `n++`, `--n`, `50%`
fn counting(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = (place.bad.start..place.bad.end.min(place.at + 1)).find(|token| {
        builder.code(*token) == Code::UNKNOWN && matches!(builder.token_text(*token), "++" | "--" | "%")
    })?;
    let span = builder.token_span(at);
    let sign = builder.token_text(at);
    if sign == "%" {
        return Some(none_such(builder, span, "write a share of one: `0.5` for 50 percent"));
    }
    let here = if sign == "++" { "+= 1" } else { "-= 1" };
    let alone = place.bad.end == place.bad.start + 2 && place.rule == Rule::only_statement;
    let behind = at > place.bad.start;
    let name = builder.token_text(if behind { at - 1 } else { at + 1 });
    let name = if name.is_empty() { "n" } else { name };
    let diagnostic =
        Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, format!("`{sign}` is written `{here}` here"))
            .label(format!("expected `{here}`"));
    if !alone {
        return Some(
            diagnostic.help(format!("count in a line of its own, `{name} {here}`, then use `{name}`")),
        );
    }
    let edit = |span, text: &str| Edit { span, text: text.to_owned() };
    let end = builder.token_span(at + 1).end;
    let edits = if behind {
        vec![edit(span, &format!(" {here}"))]
    } else {
        vec![edit(span, ""), edit(Span { start: end, end, ..span }, &format!(" {here}"))]
    };
    let title = format!("write `{name} {here}`");
    let mut diagnostic = diagnostic.help(title.clone());
    diagnostic.fix = Some(Fix { title, edits, applicability: Safe });
    Some(diagnostic)
}

/// `a =~ /x/`, `a !~ /x/`, `a =< b`, `a => b`, `a like "x"`
fn comparing(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    let (text, next) = (builder.token_text(at), builder.token_text(at + 1));
    if at >= place.bad.end || !place.expected.operator {
        return None;
    }
    let condition =
        matches!(builder.token_text(place.bad.start), "if" | "while" | "expect" | "return" | "let");
    // What an answer must be is no comparison: `ask "n?" as int between 1 and 10`.
    if at >= 2 && builder.token_text(at - 2) == "as" {
        return None;
    }
    match (text, next) {
        ("=", "~") if touch(builder, at) => Some(written(builder, builder.span(at, at + 2), "matches")),
        ("!", "~") if touch(builder, at) => {
            Some(none_such(builder, builder.span(at, at + 2), "write `not (x matches /.../)`"))
        }
        ("=", "<") if touch(builder, at) => Some(written(builder, builder.span(at, at + 2), "<=")),
        ("=>", _) if condition && place.expected.has('{') => {
            Some(written(builder, builder.token_span(at), ">="))
        }
        (
            "contains" | "includes" | "has" | "startswith" | "starts_with" | "startsWith" | "endswith"
            | "ends_with" | "endsWith" | "equals" | "eq" | "ne" | "gt" | "lt" | "ge" | "le" | "between",
            _,
        ) => {
            let left = text_before(builder, at);
            let left = if left.starts_with(|c: char| c.is_ascii_lowercase()) { left } else { "x" };
            let value = if next.contains('\n') || next.is_empty() { "..." } else { next };
            let help = match text {
                "contains" | "includes" | "has" => format!("write `{value} in {left}`"),
                "startswith" | "starts_with" | "startsWith" => format!("write `{left}.starts_with({value})`"),
                "endswith" | "ends_with" | "endsWith" => format!("write `{left}.ends_with({value})`"),
                "equals" | "eq" => format!("write `{left} == {value}`"),
                "ne" => format!("write `{left} != {value}`"),
                "gt" => format!("write `{left} > {value}`"),
                "lt" => format!("write `{left} < {value}`"),
                "ge" => format!("write `{left} >= {value}`"),
                "le" => format!("write `{left} <= {value}`"),
                _ => format!("write `{left} >= {value} and {left} <= ...`"),
            };
            Some(none_such(builder, builder.token_span(at), help))
        }
        ("like", _) => Some(none_such(
            builder,
            builder.token_span(at),
            "write `x matches /.../`, or `x.contains(\"...\")`",
        )),
        _ => None,
    }
}

/// `x *= 2`, `x ??= 2`, `x ||= true`
fn assigning(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    let (text, next) = (builder.token_text(at), builder.token_text(at + 1));
    let last = builder.token_text(at + 2);
    let before = text_before(builder, at);
    let (first, end, here) = match (before, text, next, last) {
        ("*" | "/" | "%" | "??", "=", ..) if at > 0 && touch(builder, at - 1) => (at - 1, at + 1, before),
        (_, "|", "|", "=") if touch(builder, at + 1) => (at, at + 3, "or"),
        (_, "&", "&", "=") if touch(builder, at + 1) => (at, at + 3, "and"),
        _ => return None,
    };
    let span = builder.span(first, end);
    let name = text_before(builder, first);
    let name = if name.is_empty() { "x" } else { name };
    let word = span.slice(builder.text);
    Some(
        Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, format!("there is no operator `{word}`"))
            .label("expected `=`, `+=` or `-=`")
            .help(format!("write it out: `{name} = {name} {here} ...`")),
    )
}

/// `!x`, `&&`, `||`, `===`.
fn foreign_operator(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    let (text, next) = (builder.token_text(at), builder.token_text(at + 1));
    let before = text_before(builder, at);
    let (span, here) = match (before, text, next) {
        (_, "&", "&") => (builder.span(at, at + 2), "and"),
        (_, "|", "|") => {
            let help = "write `or` between conditions; `??` for what stands in for a missing value";
            return Some(written(builder, builder.span(at, at + 2), "or").help(help));
        }
        ("==", "=", _) => (builder.span(at - 1, at + 1), "=="),
        ("!=", "=", _) => (builder.span(at - 1, at + 1), "!="),
        (_, "!", _) if place.expected.value => (builder.token_span(at), "not "),
        _ => return None,
    };
    Some(written(builder, span, here))
}

/// The replacement of an operator, with blanks around a word that would touch its neighbours.
fn spaced(builder: &Builder<'_>, span: Span, word: &str) -> String {
    let touches = |byte: Option<&u8>| byte.is_some_and(|byte| !byte.is_ascii_whitespace());
    let bytes = builder.text.as_bytes();
    let is_word = word.starts_with(|c: char| c.is_ascii_alphabetic());
    let before = (span.start as usize).checked_sub(1).and_then(|at| bytes.get(at));
    let left = if is_word && word != "not " && touches(before) { " " } else { "" };
    let right =
        if is_word && !word.ends_with(' ') && touches(bytes.get(span.end as usize)) { " " } else { "" };
    format!("{left}{word}{right}")
}

/// `a ? b : c`, `a ?: b`, `xs?[i]`
fn question_mark(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let question = place.at < place.bad.end && builder.code(place.at) == Code::OPTIONAL;
    if !question || !place.expected.operator {
        return None;
    }
    let span = builder.token_span(place.at);
    match builder.token_text(place.at + 1) {
        "[" => Some(
            Diagnostic::new(
                &codes::SYNTAX_UNEXPECTED,
                span,
                "found `?` before an index, which is written `?.[i]`",
            )
            .label("expected `?.`")
            .help("write `?.[i]`")
            .fix(Safe, "write `?.`", span, "?."),
        ),
        ":" if touch(builder, place.at) => Some(written(builder, builder.span(place.at, place.at + 2), "??")),
        _ => Some(
            Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, "found `?`, there is no `a ? b : c` here")
                .label("expected an operator or the end")
                .help("write `if a { b } else { c }`"),
        ),
    }
}

/// `a ** b`, `a ^ b`, `a & b`, `a | b`, `xs << x`
fn on_bits(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    let text = builder.token_text(at);
    if at >= place.bad.end || at <= place.bad.start {
        return None;
    }
    let before = text_before(builder, at);
    if matches!((before, text), ("*", "*") | ("<", "<") | (">", ">")) && touch(builder, at - 1) {
        let help = match text {
            "*" => "write `x.power(2)`",
            _ => "to put a value into a list, write `xs.push(x)`; bits have no operators",
        };
        return Some(none_such(builder, builder.span(at - 1, at + 1), help));
    }
    let help = match text {
        "^" => "write `x.power(2)`; bits have no operators",
        "&" => "between conditions write `and`; bits have no operators",
        "|" => "between conditions write `or`; bits have no operators",
        _ => return None,
    };
    let answer = at >= 2 && builder.token_text(at - 2) == "as";
    (place.expected.operator && !answer && place.rule != Rule::item && place.rule != Rule::only_arm)
        .then(|| none_such(builder, builder.token_span(at), help))
}

/// `0..<3`, `0...3`
fn open_end(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (at, text) = (place.at, builder.token_text(place.at));
    let (first, last) = match (text_before(builder, at), text) {
        ("..", "<") => (at - 1, at + 1),
        (_, "...")
            if place.expected.operator && matches!(builder.code(at + 1), Code::NUMBER | Code::PLAIN) =>
        {
            (at, at + 1)
        }
        _ => return None,
    };
    let low = text_before(builder, first);
    let high = builder.token_text(last);
    let help = match (text, high.parse::<i64>()) {
        ("<", Ok(high)) => format!("a range has both ends in: `{low}..{}`", high - 1),
        ("<", Err(_)) => format!("a range has both ends in: `{low}..{high} - 1`"),
        _ => format!("write `{low}..{high}`, both ends in"),
    };
    Some(none_such(builder, builder.span(first, last), help))
}

/// `{{name.x}}`, `{}`, `match.id` in a text.
fn hole(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    let inside = |token: usize| matches!(builder.code(token), Code::STRING_START | Code::STRING_MIDDLE);
    if builder.token_text(at.checked_sub(1)?) == "match" && builder.code(at) == Code::FIELD {
        let name = builder.token_text(at).trim_start_matches('.');
        let span = builder.span(at - 1, at + 1);
        return Some(none_such(
            builder,
            span,
            format!("a part of the regex that has a name is one by itself: `{name}`"),
        ));
    }
    let empty = inside(at - 1) && matches!(builder.code(at), Code::STRING_END | Code::STRING_MIDDLE);
    if empty {
        let span = builder.token_span(at);
        let span = Span { end: span.start + 1, ..span };
        let help = "name what stands there, `{x}`; for braces in a text write `\\{\\}`";
        return Some(
            Diagnostic::new(
                &codes::SYNTAX_UNEXPECTED,
                span,
                "found a hole with nothing in it, expected a value",
            )
            .label("expected a value")
            .help(help),
        );
    }
    let brace = place.open_bracket(builder).filter(|token| builder.code(*token) == '{' && *token > 0)?;
    if !inside(brace - 1) {
        return None;
    }
    let close = (brace..place.bad.end).find(|token| builder.code(*token) == '}')?;
    let value = builder.span(brace + 1, close).slice(builder.text).trim();
    let span = builder.token_span(brace);
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found two braces, a hole has one")
            .label("one brace too many")
            .help(format!("write `{{{value}}}`; for a brace in a text write `\\{{`")),
    )
}

/// `$x`, `@x`, `&x`, `+5`, `.5`, `5.`, `"a" . "b"`
fn stray_sign(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let at = place.at;
    if at >= place.bad.end {
        return None;
    }
    let (text, next) = (builder.token_text(at), builder.token_text(at + 1));
    let (code, next_code) = (builder.code(at), builder.code(at + 1));
    let (span, touches) = (builder.token_span(at), touch(builder, at));
    let named = next.starts_with(|c: char| c.is_ascii_alphabetic());
    if place.expected.value {
        let literal = matches!(next_code, Code::TEXT_LITERAL | Code::STRING_START);
        let help = match text {
            "$" | "@" if literal && touches => {
                format!("take out the `{text}`: every text takes `{{x}}`")
            }
            "$" | "&" if named && touches => format!("write the name alone: `{next}`"),
            "@" if named && touches => {
                format!("write the name alone: `{next}`; in a text, `{{{next}.mention}}` mentions")
            }
            // Behind a value of a card it is an operator.
            "+" if next_code == Code::NUMBER && place.rule != Rule::only_node => {
                format!("write the number alone: `{next}`")
            }
            "." if next_code == Code::NUMBER && touches => format!("write `0.{next}`"),
            _ => return None,
        };
        return Some(none_such(builder, span, help).fix(
            Unsafe,
            "take it out",
            span,
            if text == "." { "0." } else { "" },
        ));
    }
    let before = at.checked_sub(1).map_or(Code::UNKNOWN, |before| builder.code(before));
    match (text, before) {
        (".", Code::NUMBER) if code == Code::UNKNOWN => {
            Some(none_such(builder, span, format!("write `{}.0`", text_before(builder, at))))
        }
        (".", before)
            if code == Code::UNKNOWN
                && (matches!(before, Code::TEXT_LITERAL | Code::STRING_END)
                    || matches!(next_code, Code::TEXT_LITERAL | Code::STRING_START)) =>
        {
            Some(none_such(builder, span, "put texts together with `+`, or with holes in one: `\"{a}{b}\"`"))
        }
        _ => None,
    }
}
