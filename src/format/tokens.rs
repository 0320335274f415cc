//! The tokens of a file, with what the printer asks about them.

use crate::syntax::{Lexeme, LexemeKind};

/// A token. Line ends are no tokens here, but said of the token after them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: LexemeKind,
    /// Whether a newline stands between the token before and this one.
    pub newline: bool,
    /// Whether the newline, or a `;`, ended something.
    pub ends: bool,
    /// Index of the bracket that closes this one; its own where it opens none.
    pub partner: usize,
}

/// The tokens of `text`.
pub(super) fn tokens(text: &str, lexemes: &[Lexeme]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(lexemes.len());
    let mut open = Vec::new();
    let mut ends = false;
    for lexeme in lexemes {
        if lexeme.kind == LexemeKind::End {
            ends = true;
            continue;
        }
        let (start, end) = (lexeme.span.start as usize, lexeme.span.end as usize);
        let after = tokens.last().map_or(0, |token| token.end);
        let newline = text.get(after..start).is_some_and(|between| between.contains('\n'));
        let at = tokens.len();
        match lexeme.kind {
            LexemeKind::Open => open.push(at),
            LexemeKind::Close => {
                if let Some(token) = open.pop().and_then(|open| tokens.get_mut(open)) {
                    token.partner = at;
                }
            }
            LexemeKind::Comma | LexemeKind::End | LexemeKind::Other => {}
        }
        tokens.push(Token { start, end, kind: lexeme.kind, newline, ends, partner: at });
        ends = false;
    }
    tokens
}
