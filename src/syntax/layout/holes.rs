//! Holes of line strings that go over several lines.
//!
//! Most often a hole that is open at the end of its line was forgotten, and is reported there. It goes on
//! only if all that follows closes: its brackets, the hole, and the string after it.

use super::scanner::{FrameKind, Last, Quote, Scanner, Text};
use super::strings::LINES_MAX;
use super::token::is_word_byte;
use crate::diagnostics::{Diagnostic, codes};

/// What is open at a place of the look ahead.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A bracket, by what closes it.
    Bracket(char),
    /// A string, whose characters are no code.
    Text(Quote),
}

/// The look ahead: a scan that knows only what brackets and strings need.
struct Look<'s, 'a> {
    scanner: &'s Scanner<'a>,
    at: usize,
    open: Vec<Open>,
    lines: usize,
}

impl Scanner<'_> {
    /// Whether the hole of a line string, in which a line ends at the cursor, is closed in a later line.
    pub(super) fn hole_goes_on(&mut self) -> bool {
        if self.at < self.holes_end {
            return true;
        }
        let mut open = Vec::new();
        for frame in self
            .stack
            .iter()
            .skip_while(|frame| !matches!(frame.kind, FrameKind::Hole(text) if text.quote == Quote::Line))
        {
            if let FrameKind::Hole(text) = frame.kind {
                open.push(Open::Text(text.quote));
            }
            open.push(Open::Bracket(frame.kind.closer()));
        }
        let end = Look { scanner: self, at: self.at, open, lines: 0 }.end();
        self.holes_end = end.unwrap_or(self.holes_end);
        end.is_some()
    }
}

/// Where a hole of several lines ends whose brackets do not match.
impl Scanner<'_> {
    /// The offset after the quote in one of the next lines that plainly ends the string: it stands behind a `}`, and
    /// only closing brackets behind it. Looked for where the line ends as one does that goes on.
    pub(super) fn hole_end_below(&self) -> Option<usize> {
        if self.last != Last::Operator {
            return None;
        }
        let mut at = self.at + 1;
        for line in self.text.get(at..)?.split_inclusive('\n').take(LINES_MAX) {
            if self.declares(at) || !(line.starts_with([' ', '\t']) || line.trim().is_empty()) {
                return None;
            }
            let code = line.trim_end().trim_end_matches([')', ']', '}', ',', ';', ' ']);
            if code.ends_with('"') && code.contains('}') && code.matches('"').count() % 2 == 1 {
                return Some(at + code.len());
            }
            at += line.len();
        }
        None
    }

    /// The brace in one of the next lines that plainly ends a hole that begins at the end of its line: it stands as far
    /// in as that line.
    pub(super) fn hole_brace_below(&self, hole: usize) -> Option<usize> {
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let opens = self.text.get(hole + 1..self.at).is_some_and(|rest| rest.trim().is_empty());
        let outer = indent(self.text.get(self.line_start..hole).filter(|_| opens)?);
        let mut at = self.at + 1;
        for line in self.text.get(at..)?.split_inclusive('\n').take(LINES_MAX) {
            let inner = indent(line);
            if !line.trim().is_empty() && inner <= outer {
                let closes = inner == outer && line.trim_start().starts_with('}');
                return closes.then_some(at + inner);
            }
            at += line.len();
        }
        None
    }

    /// A bracket at the cursor closes nothing inside the hole of a line string, and the string ends before the hole does:
    /// then the hole was to end before the bracket. Gives whether that is so; then the scan is behind the string.
    pub(super) fn ends_in_broken_hole(&mut self) -> bool {
        let Some(hole) = self.line_hole() else { return false };
        let rest = self.text.get(self.at..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let Some((behind, _)) = rest.split_once('"') else { return false };
        let closes =
            behind.find(['{', '}']).is_some_and(|brace| behind.get(brace..).unwrap_or("").starts_with('}'));
        if !closes {
            self.hole_at_quote(hole, self.at + behind.len());
        }
        !closes
    }

    /// Reports a text without a closing quote behind a hole of several lines, and goes on behind the line of its brace.
    pub(super) fn unclosed_behind_hole(&mut self, (index, string): (usize, Text), brace: usize) {
        let (start, end) = (self.span(string.start, string.start + 1), self.span(brace, brace + 1));
        self.report(&codes::SYNTAX_UNCLOSED_STRING, start, |code| {
            Diagnostic::new(code, start, "this text has no closing quote")
                .label("opened here")
                .also(end, "the hole ends here")
                .help("write `\"` where the text ends, in the line in which its hole ends")
        });
        self.line_start = self.text.get(..brace).and_then(|text| text.rfind('\n')).map_or(0, |line| line + 1);
        let line = self.text.get(brace..).and_then(|rest| rest.lines().next()).unwrap_or("");
        self.end_at_quote(index, string, brace + line.len());
    }

    /// Reports a hole in which something is not closed, or too much is, and goes on behind its string.
    pub(super) fn mismatched_hole(&mut self, (index, hole, string): (usize, usize, Text), end: usize) {
        let (brace, quote) = (self.span(hole, hole + 1), self.span(end - 1, end));
        self.report(&codes::SYNTAX_UNCLOSED_BRACKET, brace, |code| {
            Diagnostic::new(code, brace, "the brackets in this hole do not match")
                .label("the hole begins here")
                .also(quote, "its text seems to end here")
                .help("close in the hole all that is opened in it")
        });
        let lines = self.text.get(..end).and_then(|text| text.rfind('\n'));
        self.line_start = lines.map_or(self.line_start, |line| line + 1);
        self.end_at_quote(index, string, end);
    }
}

impl Look<'_, '_> {
    /// The offset after all that is open, if everything closes.
    fn end(mut self) -> Option<usize> {
        while let Some(open) = self.open.last().copied() {
            match open {
                Open::Text(quote) => self.text(quote)?,
                Open::Bracket(closer) => self.code(closer)?,
            }
        }
        Some(self.at)
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.scanner.bytes.get(self.at + ahead).copied()
    }

    /// Steps over one character of a string.
    fn text(&mut self, quote: Quote) -> Option<()> {
        match self.byte(0)? {
            b'\\' => self.at += 1 + usize::from(self.byte(1)? != b'\n'),
            b'{' => {
                self.open.push(Open::Bracket('}'));
                self.at += 1;
            }
            b'"' if quote == Quote::Line => {
                self.open.pop();
                self.at += 1;
            }
            b'"' if self.byte(1) == Some(b'"') && self.byte(2) == Some(b'"') => {
                self.open.pop();
                self.at += 3;
            }
            b'\n' if quote == Quote::Line => return None,
            b'\n' => self.newline()?,
            _ => self.at += 1,
        }
        Some(())
    }

    /// Steps over one token of code inside a bracket.
    fn code(&mut self, closer: char) -> Option<()> {
        let byte = self.byte(0)?;
        match byte {
            b'\n' => return self.newline(),
            b'\\' => return None,
            b'"' if self.byte(1) == Some(b'"') && self.byte(2) == Some(b'"') => {
                self.open.push(Open::Text(Quote::Block));
                self.at += 2;
            }
            b'"' => self.open.push(Open::Text(Quote::Line)),
            b'(' => self.open.push(Open::Bracket(')')),
            b'[' => self.open.push(Open::Bracket(']')),
            b'{' => self.open.push(Open::Bracket('}')),
            b')' | b']' | b'}' if char::from(byte) == closer => {
                self.open.pop();
            }
            b')' | b']' | b'}' => return None,
            b'/' if self.byte(1) == Some(b'/') => {
                let rest = self.scanner.bytes.get(self.at..)?;
                self.at += rest.iter().position(|byte| *byte == b'\n')?;
                return Some(());
            }
            b'/' if !self.divides() => {
                self.at = self.scanner.regex_end(self.at)?;
                return Some(());
            }
            _ => {}
        }
        self.at += 1;
        Some(())
    }

    /// Steps over the end of a line, if what follows may still belong to the string.
    fn newline(&mut self) -> Option<()> {
        self.at += 1;
        self.lines += 1;
        (self.lines <= LINES_MAX && !self.scanner.declares(self.at)).then_some(())
    }

    /// Whether a slash at the cursor stands behind an operand.
    fn divides(&self) -> bool {
        let before = self.scanner.bytes.get(..self.at).unwrap_or(&[]).trim_ascii_end().last();
        before.is_some_and(|byte| is_word_byte(*byte) || matches!(byte, b')' | b']' | b'}' | b'"'))
    }
}
