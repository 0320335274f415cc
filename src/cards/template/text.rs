//! Texts with `${...}` in them.

use super::datum::Datum;
use super::expr::{Expr, ExprKind};
use super::lexer::{name_len, text_len};
use super::parse::{SyntaxError, expression};
use crate::base::limits;
use crate::value::Text;

/// A text of a file, read.
pub(super) enum Read {
    /// It has no holes.
    Plain,
    /// What it is. One that is only a hole is the expression itself and keeps its type.
    Holes(Expr),
}

/// Reads a text. A `${` that is not closed stays as it is.
pub(super) fn read(text: &str) -> Result<Read, SyntaxError> {
    if !text.contains("${") {
        return Ok(Read::Plain);
    }
    let mut parts: Vec<Expr> = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(escaped) = rest.strip_prefix('\\').and_then(|rest| rest.chars().next())
            && matches!(escaped, '`' | '$')
        {
            plain.push(escaped);
            at += 2;
            continue;
        }
        if rest.starts_with('`') {
            return Err(SyntaxError::new("a backtick beside `${...}` is written \\`", at..at + 1));
        }
        if let Some(len) = hole_len(rest) {
            flush(&mut plain, &mut parts, at);
            parts.push(hole(rest.get(..len).unwrap_or_default(), at)?);
            at += len;
            continue;
        }
        let letter = rest.chars().next().unwrap_or_default();
        plain.push(letter);
        at += letter.len_utf8().max(1);
    }
    flush(&mut plain, &mut parts, at);
    let whole = 0..text.len();
    if let [only] = parts.as_slice()
        && !matches!(only.kind, ExprKind::Const(_))
    {
        return Ok(Read::Holes(only.clone()));
    }
    Ok(Read::Holes(Expr { kind: ExprKind::Concat(parts), at: whole }))
}

/// The place of a `${` that nothing closes.
pub(super) fn unclosed(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("\\$") || rest.starts_with("\\`") {
            at += 2;
        } else if let Some(len) = hole_len(rest) {
            at += len;
        } else if rest.starts_with("${") {
            return Some(at);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

fn flush(plain: &mut String, parts: &mut Vec<Expr>, end: usize) {
    if plain.is_empty() {
        return;
    }
    let start = end.saturating_sub(plain.len());
    let datum = Datum::Text(Text::own(&*plain));
    parts.push(Expr { kind: ExprKind::Const(datum), at: start..end });
    plain.clear();
}

fn hole(text: &str, offset: usize) -> Result<Expr, SyntaxError> {
    let inner = text.get(2..text.len().saturating_sub(1)).unwrap_or_default();
    let blank = inner.len() - inner.trim_start().len();
    let mut from = offset + 2 + blank;
    let mut inner = inner.trim();
    if let Some(rest) = inner.strip_prefix('=') {
        (inner, from) = (rest, from + 1);
    }
    if inner.is_empty() {
        let empty = ExprKind::Const(Datum::Text(Text::default()));
        return Ok(Expr { kind: empty, at: offset..offset + text.len() });
    }
    expression(inner, from)
}

/// The length of the hole that begins here: `${`, then texts in quotes, objects, and whatever is no
/// bracket, quote or line end, up to `}`.
fn hole_len(text: &str) -> Option<usize> {
    text.starts_with("${").then_some(())?;
    let mut at = 2;
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '}' if at > 2 => return Some(at + 1),
            '\'' | '"' => at += text_len(rest)?,
            '{' => at += object_len(rest, 0)?,
            '}' | '\r' | '\n' | '`' => return None,
            letter => at += letter.len_utf8(),
        }
    }
}

/// The length of `{ name: ... }`.
fn object_len(text: &str, depth: usize) -> Option<usize> {
    if depth >= limits::NESTING_MAX {
        return None;
    }
    text.starts_with('{').then_some(())?;
    let mut at = 1;
    // A name and a colon come first; from then on nearly everything may stand there.
    let mut named = false;
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '}' => return Some(at + 1),
            ' ' | '\t' | '\u{feff}' | '\u{a0}' => at += rest.chars().next()?.len_utf8(),
            '\'' | '"' => {
                at += text_len(rest)?;
                if !named {
                    text.get(at..)?.starts_with(':').then_some(())?;
                    named = true;
                }
            }
            '{' if named => at += object_len(rest, depth + 1)?,
            '\r' | '\n' | '`' => return None,
            letter if named => at += letter.len_utf8(),
            letter if letter.is_ascii_alphabetic() || matches!(letter, '_' | '#' | '@' | '$' | '%') => {
                at += name_len(rest);
                text.get(at..)?.starts_with(':').then_some(())?;
                named = true;
            }
            _ => return None,
        }
    }
}
