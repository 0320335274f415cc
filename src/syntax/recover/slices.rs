//! Parts of lists and texts as other languages cut them: `xs[1:3]`, `s[:7]`, `s[-3:]`, `s[3..]`.

use super::mistakes::{Family, Place};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::layout::Code;

/// Parts that are cut in another way.
pub(super) const KNOWN: Family = Family { inside: true, mistakes: &[colon, open_range] };

/// What is cut, as the script writes it: a name with its fields, all else as `xs`.
fn base<'a>(builder: &Builder<'a>, bracket: usize) -> &'a str {
    let mut first = bracket;
    while first > 0 && builder.code(first - 1) == Code::FIELD {
        first -= 1;
    }
    let named = first > 0 && (builder.code(first - 1) == Code::PLAIN || first == bracket);
    let text = builder.span(first.saturating_sub(1), bracket).slice(builder.text);
    let word = text.starts_with(|c: char| c.is_ascii_lowercase());
    if named && word && text.len() <= 40 { text } else { "xs" }
}

/// The index that the failing token is in: its bracket, and what closes it.
fn index(builder: &Builder<'_>, place: &Place) -> Option<(usize, usize)> {
    let open = place.open_bracket(builder).filter(|token| builder.code(*token) == Code::INDEX)?;
    let mut depth = 0_usize;
    for token in open + 1..place.bad.end {
        let code = builder.code(token);
        if Code::is_opening(code) {
            depth += 1;
        } else if Code::is_closing(code) {
            if depth == 0 {
                return Some((open, token));
            }
            depth -= 1;
        }
    }
    None
}

fn told(builder: &Builder<'_>, (open, close): (usize, usize), message: &str, help: String) -> Diagnostic {
    let span = builder.span(open + 1, close);
    Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message.to_owned()).label("expected a range").help(help)
}

/// `xs[1:3]`: the end is not in it, a range here has both ends in.
fn colon(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (open, close) = index(builder, place)?;
    if builder.token_text(place.at) != ":" {
        return None;
    }
    let base = base(builder, open);
    let inside = builder.span(open + 1, close).slice(builder.text);
    let mut parts = inside.split(':').map(str::trim);
    let (low, high, step) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next());
    let help = match step.filter(|step| !step.is_empty()) {
        Some("-1") if low.is_empty() && high.is_empty() => format!("write `{base}.reverse`"),
        Some(_) => format!(
            "write a range, both ends in: `{base}[1..3]`; of each second one, `{base}.enumerate.filter(x => x.index % 2 == 0)`"
        ),
        None if low.is_empty() && high.is_empty() => format!("write `{base}` alone: what is given is a copy"),
        None => {
            let low = if low.is_empty() { "0" } else { low };
            format!("write a range, both ends in: `{base}[{low}..{}]`", last_in(high))
        }
    };
    Some(told(builder, (open, close), "found `:` in an index; a part is a range, both ends in", help))
}

/// The last place that a part has in it which ends before `high`.
fn last_in(high: &str) -> String {
    match high.parse::<i64>() {
        Ok(high) => (high.saturating_sub(1)).to_string(),
        Err(_) if high.is_empty() => "-1".to_owned(),
        Err(_) => format!("{high} - 1"),
    }
}

/// `xs[3..]`, `xs[..3]`
fn open_range(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (open, close) = index(builder, place)?;
    let inside = builder.span(open + 1, close).slice(builder.text).trim();
    let base = base(builder, open);
    let help = if let Some(low) = inside.strip_suffix("..") {
        format!("say where it ends, `-1` is the last: `{base}[{}..-1]`", low.trim())
    } else if let Some(high) = inside.strip_prefix("..").filter(|high| !high.starts_with('.')) {
        format!("say where it begins: `{base}[0..{}]`", high.trim())
    } else {
        return None;
    };
    Some(told(builder, (open, close), "found a range with one end, expected both", help))
}
