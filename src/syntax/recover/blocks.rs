//! Blocks, loops and branches as other languages write them.

use super::habits::{is_inside, unexpected, words};
use super::mistakes::{Family, Place};
use super::words::foreign_word;
use crate::diagnostics::Applicability::Safe;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Code, is_statement_code};

/// Blocks of other languages.
pub(super) const KNOWN: Family = Family {
    inside: false,
    mistakes: &[counting_loop, arm, without_braces, condition_behind, element_if, two_in_a_line],
};

/// Whether a region goes on with a block whose head was reported: `else:`, `end`, `{` in a line of its own.
pub(super) fn goes_on(builder: &Builder<'_>, first: usize) -> bool {
    let word = builder.token_text(first);
    builder.headless
        && matches!(
            word,
            "else" | "elif" | "elsif" | "elseif" | "except" | "catch" | "finally" | "case" | "default" | "{"
        )
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

/// `case 1: ...`, `when 1 => ...` in a `match`.
fn arm(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, ..) = words(builder, place);
    let foreign = place.rule == Rule::only_arm && matches!(first, "case" | "when" | "is");
    foreign.then(|| {
        let span = builder.token_span(place.bad.start);
        let value = builder.token_text(place.bad.start + 1);
        let value = if value.is_empty() || value.contains('\n') { "1" } else { value };
        Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, format!("there is no `{first}` in a `match`"))
            .label("expected a pattern")
            .help(format!("write the pattern alone, `{value} => ...`; `else => ...` for all others"))
    })
}

/// `if x then`, `if x:`, `if (x) say "y"`, `command "x" => ...`
fn without_braces(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    if !place.expected.has('{') || place.expected.value || place.expected.ty || !is_inside(place) {
        return None;
    }
    let statement = is_statement_code(builder.code(place.at)) && place.rule != Rule::item;
    match text {
        "then" | "do" | ":" | "with" => {}
        // Where an arrow may stand, this is the other one.
        "=>" if !place.expected.has(Code::ARROW) => {}
        _ if statement => {}
        _ => return None,
    }
    let help = match first {
        "if" | "while" | "for" | "else" | "later" | "match" => {
            format!("a block stands in braces: `{first} ... {{ ... }}`")
        }
        _ => "what it does stands in braces: `{ ... }`".to_owned(),
    };
    Some(unexpected(builder, place, "`{`", help))
}

/// `say "x" if y`, `let a = b if c else d`
fn condition_behind(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    let here = is_inside(place) && place.rule == Rule::only_statement && place.at > place.bad.start;
    if !here || !matches!(text, "if" | "unless") || !place.expected.operator {
        return None;
    }
    let other = (place.at..place.bad.end).any(|token| builder.token_text(token) == "else");
    let help = if other {
        "write `if condition { a } else { b }`".to_owned()
    } else if matches!(first, "let" | "var") {
        "write `if condition { a } else { b }`: a value is needed in any case".to_owned()
    } else {
        format!("write `if condition {{ {first} ... }}`")
    };
    Some(unexpected(builder, place, "the end of the line", help))
}

/// `text "Up" if up` in a card.
fn element_if(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let word = (place.bad.start + 1..place.at)
        .rev()
        .find(|token| matches!(builder.token_text(*token), "if" | "unless"))?;
    if place.rule != Rule::only_node
        || !place.expected.has('{')
        || builder.token_text(word - 1) == "else"
        || builder.code(word - 1) == ':'
    {
        return None;
    }
    let element = builder.span(place.bad.start, word).slice(builder.text);
    let condition = builder.span(word + 1, place.bad.end).slice(builder.text);
    let not = if builder.token_text(word) == "unless" { "not " } else { "" };
    let plain = element.len() + condition.len() <= 80 && !element.contains('\n') && !condition.contains('\n');
    let help = if plain {
        format!("write `if {not}{condition} {{ {element} }}`")
    } else {
        "write the condition first: `if condition { text \"...\" }`".to_owned()
    };
    let span = builder.token_span(word);
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `if` behind an element, expected it before")
            .label("expected the end of the line")
            .help(help),
    )
}

/// `let a = 1 say "x"`
fn two_in_a_line(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let statement = is_statement_code(builder.code(place.at));
    let here = is_inside(place) && place.rule == Rule::only_statement && place.at > place.bad.start;
    let open = place.open_bracket(builder).is_some();
    // `await ask "x"` is no statement and another one.
    let foreign = foreign_word(words(builder, place).1).is_some();
    let ended = place.expected.operator || place.expected.is_empty();
    (here && statement && !open && !foreign && ended).then(|| {
        unexpected(
            builder,
            place,
            "the end of the line",
            "write each statement into a line of its own, or `;` between two",
        )
    })
}
