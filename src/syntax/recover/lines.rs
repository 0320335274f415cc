//! Lines that end too early, or begin with what belongs to the line before.

use super::mistakes::{Family, Place};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;

/// Lines that are broken where none may end.
pub(super) const KNOWN: Family = Family { inside: false, mistakes: &[begins_late, ends_early] };

/// Bytes of two lines that a help shows as one.
const SHOWN_MAX: usize = 80;

/// Whether a statement cannot begin with a token: an operator between operands, a clause.
pub(in crate::syntax) fn continues(builder: &Builder<'_>, token: usize) -> bool {
    let code = builder.code(token);
    let clause = matches!(builder.token_text(token), "by" | "until" | "to" | "as")
        && matches!(
            builder.code(token + 1),
            Code::PLAIN | Code::NUMBER | Code::TEXT_LITERAL | '\u{180}'..='\u{1ff}'
        );
    (Code::is_infix(code) && code != Code::MINUS) || code == Code::AS || matches!(code, '|' | '=') || clause
}

/// The statement that ends before a token, as far as it stands in one line.
fn line_before<'a>(builder: &Builder<'a>, token: usize) -> &'a str {
    let mut first = token;
    let mut depth = 0_usize;
    while let Some(before) = first.checked_sub(1) {
        let code = builder.code(before);
        if Code::is_closing(code) {
            depth += 1;
        } else if Code::is_opening(code) || code == Code::END {
            match depth.checked_sub(1) {
                Some(less) if code != Code::END => depth = less,
                None => break,
                Some(_) => {}
            }
        }
        first = before;
    }
    let whole = builder.span(first, token).slice(builder.text);
    whole.rsplit('\n').next().unwrap_or("").trim()
}

fn shown(line: &str) -> Option<&str> {
    let line = line.trim();
    (!line.is_empty() && line.len() <= SHOWN_MAX).then_some(line)
}

/// `as int` in a line of its own, `+ 2`
fn begins_late(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    let behind = start > 0 && builder.code(start - 1) == Code::END;
    if place.rule != Rule::only_statement || !behind || !continues(builder, start) {
        return None;
    }
    let word = builder.token_text(start);
    let rest = builder.span(start, place.bad.end).slice(builder.text);
    let before = line_before(builder, start - 1);
    let both = format!("{before} {rest}");
    let help = match shown(&both).filter(|both| !both.contains('\n')) {
        Some(both) => format!("write it in one line: `{both}`"),
        None => format!("put it at the end of the line before: `... {word} ...`"),
    };
    let message = format!("found `{word}` at the start of a line, where a new statement begins");
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, builder.token_span(start), message)
            .label("belongs to the line before")
            .help(help),
    )
}

/// `ask "How many?" as` at the end of a line, with the type in the next.
fn ends_early(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let wants = place.expected.ty || place.expected.value;
    // Only what is a value alone was cut off: all else is a line of its own.
    let next = builder.code(place.at + 1);
    let bare = matches!(next, Code::PLAIN | Code::NUMBER | Code::TEXT_LITERAL);
    let alone = matches!(builder.code(place.at + 2), Code::END | '}');
    if place.at < place.bad.end || !wants || builder.code(place.at) != Code::END || !bare || !alone {
        return None;
    }
    let (_, end) = builder.bytes(place.bad.start, place.bad.end);
    let next = builder.text.get(end..)?.trim_start().lines().next()?;
    let line = builder.span(place.bad.start, place.bad.end).slice(builder.text);
    let both = format!("{} {}", line.rsplit('\n').next()?.trim(), next.trim());
    let help = match shown(&both) {
        Some(both) if !next.starts_with('}') => format!("write it in one line: `{both}`"),
        _ => return None,
    };
    let wanted = if place.expected.ty { "a type" } else { "a value" };
    Some(unexpected_end(builder, place, wanted, help))
}

fn unexpected_end(builder: &Builder<'_>, place: &Place, wanted: &str, help: String) -> Diagnostic {
    let span = builder.token_span(place.at - 1);
    let word = builder.token_text(place.at - 1);
    let word = if word.contains('\n') || word.len() > 30 { "..." } else { word };
    Diagnostic::new(
        &codes::SYNTAX_UNEXPECTED,
        span,
        format!("the line ends behind `{word}`, expected {wanted}"),
    )
    .label("the next line is a statement of its own")
    .help(help)
}
