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
    mistakes: &[counting, comparing, assigning, foreign_operator, question_mark, on_bits, stray_sign],
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
    match (text, next) {
        ("=", "~") if touch(builder, at) => Some(written(builder, builder.span(at, at + 2), "matches")),
        ("!", "~") if touch(builder, at) => {
            Some(none_such(builder, builder.span(at, at + 2), "write `not (x matches /.../)`"))
        }
        ("=", "<") if touch(builder, at) => Some(written(builder, builder.span(at, at + 2), "<=")),
        ("=>", _) if condition && place.expected.has('{') => {
            Some(written(builder, builder.token_span(at), ">="))
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
    (place.expected.operator && place.rule != Rule::item && place.rule != Rule::only_arm)
        .then(|| none_such(builder, builder.token_span(at), help))
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
