//! The layout scan: one linear pass over the bytes that settles everything lexical which a PEG is
//! bad at, so that the grammar stays free of it.
//!
//! Input: the text of a file. Output: a [`Layout`]:
//! - the **masked text**, as long as the source: comments, space other than a blank, and newlines
//!   that are only space become blanks; significant newlines, literals and all else keep their
//!   bytes. So every offset in the masked text is one of the source;
//! - the comments and blank lines;
//! - the **chunks**: the logical lines at bracket depth zero, that is, the declarations;
//! - what is wrong with brackets and strings. Where something is, the masked text is mended (a
//!   stray bracket is blanked, an unclosed string closed), so that one mistake is reported once.
//!
//! Invariants: never fails; time is linear in the length. Start with `scanner.rs`.

mod brackets;
mod chat;
mod scanner;
mod strings;
mod token;
mod words;

pub(in crate::syntax) use words::{is_declaration_word, is_reserved};

use crate::base::SourceId;
use crate::diagnostics::Diagnostic;
use crate::syntax::Comments;
use scanner::{Mode, Scanner};

/// What the scan finds.
#[derive(Debug)]
pub(in crate::syntax) struct Layout {
    /// The text for the parser.
    pub masked: String,
    /// Comments and blank lines.
    pub comments: Comments,
    /// The declarations, in source order.
    pub chunks: Vec<Chunk>,
    /// Brackets and strings.
    pub diagnostics: Vec<Diagnostic>,
}

/// A logical line at bracket depth zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) struct Chunk {
    /// Offset of its first token.
    pub start: usize,
    /// Offset after its last token.
    pub end: usize,
    /// Whether its brackets could not be matched: it is not worth parsing.
    pub broken: bool,
}

/// Scans `text`.
pub(in crate::syntax) fn scan(source: SourceId, text: &str) -> Layout {
    let first = Scanner::new(source, text, Mode::Plain).run();
    if !first.unbalanced {
        return first.into_layout();
    }
    // A bracket is open at the end, or one closes what is not open. Look again with declarations
    // at the start of a line as borders, to see in which of them it is; then a third time, trusting
    // the indentation inside those.
    let second = Scanner::new(source, text, Mode::Borders { block: first.unclosed_block }).run();
    let broken = second.broken_chunks();
    Scanner::new(source, text, Mode::Mend { block: first.unclosed_block, broken }).run().into_layout()
}
