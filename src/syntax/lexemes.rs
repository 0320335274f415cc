//! The tokens of a text for whoever copies it: the formatter prints them again, in their order.

use super::layout::{self, Code};
use crate::base::{SourceText, Span, limits};

/// A token: where it stands, and what it does to the tokens around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme {
    /// Its bytes.
    pub span: Span,
    /// What it does.
    pub kind: LexemeKind,
}

/// What a token does to the tokens around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LexemeKind {
    /// Opens a bracket, or is a text up to its first hole.
    Open,
    /// Closes what was opened.
    Close,
    /// A comma.
    Comma,
    /// A newline that counts, or `;`.
    End,
    /// Anything else.
    Other,
}

/// The tokens of a text, in source order. Where the text parses without an error there is nothing
/// between them but space, comments and, outside of brackets, `;`.
#[must_use]
pub fn lexemes(source: &SourceText) -> Vec<Lexeme> {
    if source.text.len() > limits::SOURCE_BYTES_MAX {
        return Vec::new();
    }
    let layout = layout::scan(source.id, &source.text, false);
    let kind = |code| match code {
        Code::END => LexemeKind::End,
        ',' => LexemeKind::Comma,
        code if Code::is_opening(code) => LexemeKind::Open,
        code if Code::is_closing(code) => LexemeKind::Close,
        _ => LexemeKind::Other,
    };
    let lexeme = |token: &layout::Token| Lexeme {
        span: Span::new(source.id, token.start as usize, token.end as usize),
        kind: kind(token.code),
    };
    layout.tokens.iter().map(lexeme).collect()
}
