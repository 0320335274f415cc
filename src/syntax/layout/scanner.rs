//! The main loop of the scan: space, newlines, comments, and where declarations begin.

use super::brackets::is_pair;
use super::words::is_test_elsewhere;
use super::{Chunk, Code, DECLARATION_WORDS, Layout, Token, is_declaration_word};
use crate::base::{SourceId, Span, limits};
use crate::diagnostics::{Code as DiagnosticCode, Diagnostic, nearest};
use crate::syntax::{Comment, CommentKind, Comments};

/// Bytes of a line within which one bracket makes another one too many.
const LINE_BYTES_MAX: usize = 2_000;
/// Bytes of a word that may be a misspelt one of the language.
const MISSPELT_MAX: usize = 16;

/// How a scan treats brackets that do not match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// They are only noted.
    Plain,
    /// A declaration at the start of a line ends all that is open.
    Borders {
        /// Offset of a text block that has no end.
        block: Option<usize>,
    },
    /// As `Borders`; and in the chunks that begin at these offsets, a brace that is closed by one
    /// that stands further left counts as unclosed.
    Mend {
        /// Offset of a text block that has no end.
        block: Option<usize>,
        /// Offsets of chunks, ascending.
        broken: Vec<usize>,
    },
}

/// The last significant token: it decides whether `/` begins a regex and whether a newline counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    /// None yet in this logical line: an operand comes, a newline is space.
    Start,
    /// Something that an operator may follow.
    Operand,
    /// Something that an operand follows, but after which a newline counts.
    Word,
    /// An operator, comma, opening bracket: an operand comes, a newline is space.
    Operator,
}

/// What declaration the scan is in, as far as it matters for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Command,
    Intent,
    Test,
    Other,
}

/// Which quotes a hole stands between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    Line,
    Block,
}

/// An open bracket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub kind: FrameKind,
    /// Offset of the bracket.
    pub at: usize,
    /// Blanks before the first token of its line.
    pub indent: usize,
    /// Whether it is the brace of a record for certain.
    pub data: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameKind {
    Paren,
    Square,
    Brace,
    Hole(Text),
}

/// A string that the scan is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub quote: Quote,
    /// Offset of its opening quote.
    pub start: usize,
    /// Index that its first token has or will have.
    pub token: usize,
}

#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the place")]
pub(super) struct Scanner<'a> {
    pub source: SourceId,
    pub text: &'a str,
    pub bytes: &'a [u8],
    pub tokens: Vec<Token>,
    pub mode: Mode,
    pub at: usize,
    pub last: Last,
    /// Offset after the last token.
    pub last_end: usize,
    pub stack: Vec<Frame>,
    /// Holes of line strings on the stack.
    pub line_holes: usize,
    /// Offset up to which the holes of a line string are known to close, over several lines.
    pub holes_end: usize,
    /// Start of the line in which a hole was last reported: one for each line is enough.
    pub hole_line: Option<usize>,
    /// Open angle brackets of types in this logical line.
    pub angles: usize,
    pub within: Within,
    /// Whether the last word was `on` at the start of a declaration.
    pub after_on: bool,
    /// The first newline since the last token, if it may count.
    pub pending: Option<usize>,
    /// The pending newline counts whatever follows (after a chat line).
    pub forced: bool,
    pub line_start: usize,
    /// Whether nothing but blanks has come in this line.
    pub line_blank: bool,
    /// Blanks before the first token of the line.
    pub indent: usize,
    /// Whether the next token is the first of a logical line.
    line_first: bool,
    pub chunks: Vec<Chunk>,
    pub comments: Comments,
    pub diagnostics: Vec<Diagnostic>,
    /// Where diagnostics beyond the bound would stand.
    marks: Vec<u32>,
    pub unbalanced: bool,
    pub unclosed_block: Option<usize>,
    /// Whether a declaration seems to begin inside brackets.
    pub declares_inside: bool,
    /// Where the last declaration at the margin began.
    pub group: usize,
    /// Offsets of declarations whose brackets do not match.
    pub suspects: Vec<usize>,
    /// Where it is not known from which on what is inside of what.
    pub torn: Vec<u32>,
    /// Braces that close what was not opened in their line, with what is said of them if nothing else is.
    pub unopened: Vec<Diagnostic>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(source: SourceId, text: &'a str, mode: Mode) -> Self {
        Self {
            source,
            text,
            bytes: text.as_bytes(),
            tokens: Vec::with_capacity(text.len() / 4),
            mode,
            at: 0,
            last: Last::Start,
            last_end: 0,
            stack: Vec::new(),
            line_holes: 0,
            holes_end: 0,
            hole_line: None,
            angles: 0,
            within: Within::Other,
            after_on: false,
            pending: None,
            forced: false,
            line_start: 0,
            line_blank: true,
            indent: 0,
            line_first: true,
            chunks: Vec::new(),
            comments: Comments::default(),
            diagnostics: Vec::new(),
            marks: Vec::new(),
            unbalanced: false,
            unclosed_block: None,
            declares_inside: false,
            group: 0,
            suspects: Vec::new(),
            torn: Vec::new(),
            unopened: Vec::new(),
        }
    }

    /// Scans to the end.
    pub(super) fn run(mut self) -> Self {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' => self.newline(),
                b'/' if self.peek(1) == Some(b'/') => self.comment(),
                b'#' | b'/' | b'-' if self.foreign_comment(byte) => self.line_blank = false,
                0x80.. => match self.odd_space() {
                    Some(length) => self.at += length,
                    None => self.significant(byte),
                },
                _ => self.significant(byte),
            }
        }
        self.finish();
        self
    }

    pub(super) fn into_layout(mut self) -> Layout {
        let mut codes = String::with_capacity(self.tokens.len() * 5 / 4);
        let mut index = Vec::with_capacity(self.tokens.len() * 5 / 4 + 1);
        for (at, token) in self.tokens.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            index.push(at);
            if !token.code.is_ascii() {
                index.push(at);
            }
            codes.push(token.code);
        }
        index.push(u32::try_from(self.tokens.len()).unwrap_or(u32::MAX));
        self.marks.extend(self.diagnostics.iter().map(|one| one.span.start));
        self.marks.sort_unstable();
        self.torn.sort_unstable();
        Layout {
            tokens: self.tokens,
            codes,
            index,
            comments: self.comments,
            chunks: self.chunks,
            diagnostics: self.diagnostics,
            marks: self.marks,
            torn: self.torn,
            unopened: self.unopened,
            declares_inside: self.declares_inside,
        }
    }

    /// Notes that the brackets of the present declaration do not match.
    pub(super) fn suspect(&mut self) {
        self.unbalanced = true;
        if self.suspects.last() != Some(&self.group) {
            self.suspects.push(self.group);
        }
    }

    /// Notes that from an offset on it is not known what is inside of what.
    pub(super) fn tear(&mut self, at: usize) {
        self.torn.push(u32::try_from(at).unwrap_or(u32::MAX));
    }

    /// Adds a diagnostic. Those of a pass that only looks for borders are thrown away, and those
    /// beyond the bound only mark their place.
    pub(super) fn report(
        &mut self,
        code: &'static DiagnosticCode,
        span: Span,
        make: impl FnOnce(&'static DiagnosticCode) -> Diagnostic,
    ) {
        if matches!(self.mode, Mode::Borders { .. }) {
            return;
        }
        if self.diagnostics.len() < limits::SYNTAX_ERRORS_MAX && !self.is_told(code, span) {
            self.diagnostics.push(make(code));
        } else {
            self.mark(span.start as usize);
        }
    }

    /// Notes that something is wrong at an offset, of which nothing more is said.
    pub(super) fn mark(&mut self, at: usize) {
        self.marks.push(u32::try_from(at).unwrap_or(u32::MAX));
    }

    /// Whether a bracket or a quote of the same line was reported: one that is missing makes others too many.
    fn is_told(&self, code: &'static DiagnosticCode, span: Span) -> bool {
        let beside = |one: &Diagnostic| {
            let (a, b) = (one.span.start.min(span.start), one.span.start.max(span.start));
            let between = self.bytes.get(a as usize..b as usize).unwrap_or(&[]);
            is_pair(one.code) && between.len() <= LINE_BYTES_MAX && !between.contains(&b'\n')
        };
        is_pair(code) && self.diagnostics.iter().rev().take(4).any(beside)
    }

    /// Whether the present declaration is one whose brackets are known not to match.
    pub(super) fn in_suspect(&self) -> bool {
        let Mode::Mend { broken, .. } = &self.mode else { return false };
        !self.chunks.is_empty() && broken.binary_search(&self.group).is_ok()
    }

    /// Where the outermost text block begins in whose hole the scan is.
    pub(super) fn block_hole(&self) -> Option<usize> {
        self.stack.iter().find_map(|frame| match frame.kind {
            FrameKind::Hole(text) if text.quote == Quote::Block => Some(text.start),
            _ => None,
        })
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    /// Adds the token that began at `start` and ends at the cursor.
    pub(super) fn push(&mut self, code: char, start: usize) {
        self.push_range(code, start, self.at);
    }

    pub(super) fn push_range(&mut self, code: char, start: usize, end: usize) {
        // Offsets fit: the length of the text was looked at before.
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        self.tokens.push(Token { code, start: narrow(start), end: narrow(end) });
    }

    /// Length of a space character outside ASCII, as it gets into a text by copying.
    fn odd_space(&self) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        ["\u{a0}", "\u{200b}", "\u{feff}", "\u{202f}", "\u{2028}", "\u{2029}", "\u{3000}"]
            .into_iter()
            .find(|space| rest.starts_with(space))
            .map(str::len)
    }

    fn comment(&mut self) {
        if self.is_bare_address() {
            return self.end_at_address();
        }
        let start = self.at;
        let length = self.bytes.iter().skip(start).position(|byte| *byte == b'\n');
        let end = length.map_or(self.bytes.len(), |length| start + length);
        let trimmed = self.text.get(start..end).unwrap_or("").trim_end().len();
        let text = self.text.get(start..end).unwrap_or("");
        let doc = text.starts_with("///") && !text.starts_with("////");
        self.comments.list.push(Comment {
            span: self.span(start, start + trimmed),
            kind: if doc { CommentKind::Doc } else { CommentKind::Line },
            own_line: self.line_blank,
        });
        self.line_blank = false;
        self.at = end;
    }

    fn newline(&mut self) {
        if self.line_holes > 0 && !self.hole_goes_on() && self.unclosed_in_hole() {
            return;
        }
        if self.line_blank {
            self.comments.blank_lines.push(u32::try_from(self.line_start).unwrap_or(u32::MAX));
        }
        if !matches!(self.last, Last::Start | Last::Operator) {
            self.pending.get_or_insert(self.at);
        }
        self.at += 1;
        self.line_start = self.at;
        self.line_blank = true;
    }

    fn significant(&mut self, byte: u8) {
        if self.line_blank {
            self.line_blank = false;
            self.indent = self.at - self.line_start;
            self.end_before_statement();
        }
        if self.at == self.line_start && self.is_border() {
            self.border();
        } else if let Some(start) = self.pending.take() {
            if self.forced || !self.continues(byte) {
                if !self.stack.is_empty() && !matches!(byte, b')' | b']' | b'}') {
                    self.push_range(Code::END, start, start + 1);
                }
                self.begin_line();
                self.mend_at_line();
            }
            self.forced = false;
        }
        if self.line_first {
            self.line_first = false;
            if self.stack.is_empty() {
                self.begin_chunk();
            }
            if self.within == Within::Test && self.stack.len() == 1 && self.chat() {
                return;
            }
        }
        self.token(byte);
        self.last_end = self.at;
    }

    pub(super) fn begin_line(&mut self) {
        self.angles = 0;
        self.last = Last::Start;
        self.line_first = true;
    }

    /// The next token is at the end of a line that counts (after `;`, or after an opening brace).
    pub(super) fn expect_line(&mut self) {
        self.last = Last::Operator;
        self.line_first = true;
    }

    /// Whether the token at the cursor goes on with the line before.
    fn continues(&self, byte: u8) -> bool {
        match byte {
            b')' | b']' | b'}' => true,
            b'.' => self.peek(1) != Some(b'.'),
            b'?' => matches!(self.peek(1), Some(b'.' | b'?')),
            b'a' | b'o' | b'e' | b'w' => {
                let word = self.word_at(self.at);
                let rest = self.bytes.get(self.at + word.len()..).unwrap_or(&[]).trim_ascii_start();
                match word {
                    b"and" | b"or" | b"where" | b"within" => !rest.starts_with(b":"),
                    b"else" => !rest.starts_with(b":") && !rest.starts_with(b"=>"),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    fn begin_chunk(&mut self) {
        self.end_chunk(false);
        self.within = within(self.word_at(self.at));
        let first = self.tokens.len();
        let margin =
            self.at == self.line_start && matches!(self.peek(0), Some(b'a'..=b'z' | b'A'..=b'Z' | b'"'));
        if margin || self.chunks.is_empty() {
            self.group = self.at;
        }
        self.chunks.push(Chunk { start: self.at, end: self.at, first, group: self.group, broken: false });
    }

    pub(super) fn end_chunk(&mut self, broken: bool) {
        let end = self.last_end;
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.end = end.max(chunk.start);
            chunk.broken |= broken;
        }
    }
}

/// What a declaration is that begins with a word; a misspelt one is read as what it was meant to be.
fn within(word: &[u8]) -> Within {
    let meant = if is_declaration_word(word) { None } else { str::from_utf8(word).ok() };
    let meant = meant.filter(|word| word.len() <= MISSPELT_MAX).and_then(|word| {
        if is_test_elsewhere(word) { Some("test") } else { nearest(word, DECLARATION_WORDS) }
    });
    match meant.map_or(word, str::as_bytes) {
        b"command" => Within::Command,
        b"intent" => Within::Intent,
        b"test" => Within::Test,
        _ => Within::Other,
    }
}
