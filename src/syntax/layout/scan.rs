//! What the scan finds, and its passes.

use super::scanner::{Mode, Scanner};
use crate::base::{SourceId, Span};
use crate::diagnostics::Diagnostic;
use crate::syntax::Comments;

/// What the scan finds.
#[derive(Debug)]
pub(in crate::syntax) struct Layout {
    /// The tokens of all chunks.
    pub tokens: Vec<Token>,
    /// Their codes, for the parser.
    pub codes: String,
    /// For each byte of `codes` (and its end) the index of the token.
    pub index: Vec<u32>,
    /// Comments and blank lines.
    pub comments: Comments,
    /// The declarations, in source order.
    pub chunks: Vec<Chunk>,
    /// Brackets and strings; no more than are shown.
    pub diagnostics: Vec<Diagnostic>,
    /// Where something is wrong with brackets and strings (offsets), ascending.
    pub marks: Vec<u32>,
    /// Offsets, ascending, from which on it is not known what is inside of what in their declaration.
    pub torn: Vec<u32>,
    /// Braces that close what was not opened in their line: said where nothing else is of that line.
    pub unopened: Vec<Diagnostic>,
    /// Whether what looks like a declaration stands at the start of a line inside brackets: if the
    /// text does not parse, brackets may be missing in one place and too many in another.
    pub declares_inside: bool,
}

impl Layout {
    /// Whether the scan found something wrong in the region, its end included.
    pub(in crate::syntax) fn has_mark(&self, span: Span) -> bool {
        let first = self.marks.partition_point(|mark| *mark < span.start);
        self.marks.get(first).is_some_and(|mark| *mark <= span.end)
    }

    /// The bytes of `codes` that belong to a range of tokens.
    pub(in crate::syntax) fn code_range(&self, first: usize, end: usize) -> std::ops::Range<usize> {
        let byte = |token: usize| self.index.partition_point(|known| (*known as usize) < token);
        byte(first)..byte(end)
    }
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) struct Token {
    /// What the grammar reads.
    pub code: char,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

/// A logical line at bracket depth zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) struct Chunk {
    /// Offset of its first token.
    pub start: usize,
    /// Offset after its last token.
    pub end: usize,
    /// Index of its first token.
    pub first: usize,
    /// Where the declaration at the margin begins that it is a part of.
    pub group: usize,
    /// Whether its brackets could not be matched: it is not worth parsing.
    pub broken: bool,
}

/// Scans `text`. With `borders` a declaration at the start of a line is one wherever it stands.
pub(in crate::syntax) fn scan(source: SourceId, text: &str, borders: bool) -> Layout {
    let first = Scanner::new(source, text, Mode::Plain).run();
    if !first.unbalanced && !borders {
        return first.into_layout();
    }
    // A bracket is open at the end, or one closes what is not open. Look again with declarations
    // at the start of a line as borders, to see in which of them it is; then a third time, trusting
    // the indentation inside those.
    let block = first.unclosed_block;
    drop(first);
    let broken = Scanner::new(source, text, Mode::Borders { block }).run().suspects;
    Scanner::new(source, text, Mode::Mend { block, broken }).run().into_layout()
}
