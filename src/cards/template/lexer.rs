//! The tokens of an expression.

use super::parse::SyntaxError;
use std::ops::Range;

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    Name(String),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// Longer ones first.
const SIGNS: &[&str] = &[
    "==", "!=", "<>", "&&", "||", "<=", ">=", "=>", "??", "+", "-", "!", "^", "*", "/", "%", "&", "<", ">",
    "(", ")", ".", "[", "]", "{", "}", ",", ":", "?",
];

/// Splits an expression; places are counted from `offset`.
pub(super) fn tokens(text: &str, offset: usize) -> Result<Vec<(Token, Range<usize>)>, SyntaxError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if matches!(first, ' ' | '\t' | '\u{feff}' | '\u{a0}' | '\r' | '\n') {
            at += first.len_utf8();
            continue;
        }
        let (token, len) = if first.is_ascii_digit() {
            number(rest)
        } else if matches!(first, '\'' | '"') {
            let Some(len) = text_len(rest) else {
                return Err(SyntaxError::new("this text is never closed", offset + at..offset + text.len()));
            };
            (Token::Text(unquoted(rest.get(..len).unwrap_or_default(), first)), len)
        } else if name_starts(rest) {
            let len = name_len(rest);
            (Token::Name(rest.get(..len).unwrap_or_default().to_owned()), len)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            let end = at + first.len_utf8();
            return Err(SyntaxError::new(format!("`{first}` means nothing here"), offset + at..offset + end));
        };
        found.push((token, offset + at..offset + at + len));
        at += len;
    }
    Ok(found)
}

fn number(text: &str) -> (Token, usize) {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut len = digits(text);
    let part = text.get(len..).and_then(|rest| rest.strip_prefix('.')).map_or(0, digits);
    if part > 0 {
        len += 1 + part;
    }
    (Token::Number(text.get(..len).and_then(|digits| digits.parse().ok()).unwrap_or_default()), len)
}

/// Whether a name begins here. A `%` before a blank is an operator.
fn name_starts(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_alphabetic() || matches!(letter, '_' | '#' | '@' | '$'))
}

pub(super) fn name_len(text: &str) -> usize {
    let first = if text.starts_with("@@") { 2 } else { 1 };
    let word = |letter: &u8| letter.is_ascii_alphanumeric() || *letter == b'_';
    first + text.bytes().skip(first).take_while(word).count()
}

/// The length of the quoted text that begins here, with its quotes.
pub(super) fn text_len(text: &str) -> Option<usize> {
    let quote = *text.as_bytes().first()?;
    let mut escaped = false;
    // The first closing quote, for a text that ends in a backslash.
    let mut early = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if byte == quote && !escaped {
            return Some(at + 1);
        }
        if byte == quote && early.is_none() {
            early = Some(at + 1);
        }
        escaped = byte == b'\\' && !escaped;
    }
    early
}

fn unquoted(text: &str, quote: char) -> String {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    let inner = inner.replace(&format!("\\{quote}"), &quote.to_string());
    let mut out = String::new();
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('r') => out.push('\r'),
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('\\') => out.push('\\'),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}
