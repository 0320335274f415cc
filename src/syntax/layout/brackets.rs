//! Brackets: opening, closing, and what does not match.

use super::Code;
use super::scanner::{Frame, FrameKind, Last, Mode, Quote, Scanner, Within};
use crate::base::{Span, limits};
use crate::diagnostics::{Applicability, Code as DiagnosticCode, Diagnostic, codes};

impl FrameKind {
    pub(super) fn closer(self) -> char {
        match self {
            Self::Paren => ')',
            Self::Square => ']',
            Self::Brace | Self::Hole(..) => '}',
        }
    }

    fn opener(self) -> char {
        match self {
            Self::Paren => '(',
            Self::Square => '[',
            Self::Brace | Self::Hole(..) => '{',
        }
    }
}

impl Scanner<'_> {
    /// Steps over an opening bracket.
    pub(super) fn open(&mut self, kind: FrameKind) {
        if self.stack.len() >= limits::NESTING_MAX {
            return self.too_deep();
        }
        let start = self.at;
        let touches = self.last == Last::Operand && self.last_end == start;
        self.at += 1;
        let code = match kind {
            FrameKind::Paren => Some(if touches { Code::CALL } else { '(' }),
            FrameKind::Square if self.bytes.get(start.wrapping_sub(1)) == Some(&b'.') => {
                Some(Code::OPTIONAL_INDEX)
            }
            FrameKind::Square => Some(if touches { Code::INDEX } else { '[' }),
            FrameKind::Brace => Some('{'),
            // The string has pushed its own.
            FrameKind::Hole(_) => None,
        };
        let data = kind == FrameKind::Brace && self.expects_data();
        self.stack.push(Frame { kind, at: start, indent: self.indent, data });
        if let Some(code) = code {
            self.push(code, start);
        }
        if matches!(kind, FrameKind::Hole(string) if string.quote == Quote::Line) {
            self.line_holes += 1;
        }
        if kind == FrameKind::Brace {
            self.expect_line();
        } else {
            self.last = Last::Operator;
        }
    }

    /// Whether a brace at the cursor begins a record or a map for certain: it stands where a value must.
    fn expects_data(&self) -> bool {
        self.tokens.last().is_some_and(|token| {
            matches!(token.code, '=' | '(' | '[' | ',' | ':' | Code::CALL | Code::INDEX)
                || Code::is_infix(token.code)
        })
    }

    /// Steps over a closing bracket.
    pub(super) fn close(&mut self, byte: u8) {
        let closer = char::from(byte);
        let mut open = None;
        for (index, frame) in self.stack.iter().enumerate().rev() {
            if frame.kind.closer() == closer {
                open = Some(index);
                break;
            }
            if matches!(frame.kind, FrameKind::Hole(..)) {
                // A bracket inside a hole cannot close one outside of it.
                break;
            }
        }
        let Some(index) = open else { return self.unmatched(closer) };
        if closer == '}' && self.is_unopened(index) {
            return self.unopened();
        }
        while self.stack.len() > index + 1 {
            self.unclosed_inner(closer);
        }
        if self.is_outdented() {
            self.unclosed_inner(closer);
            if self.stack.is_empty() {
                return self.stray(closer);
            }
        }
        let Some(frame) = self.stack.pop() else { return };
        let start = self.at;
        self.at += 1;
        self.last = Last::Operand;
        self.drop_ends();
        if let FrameKind::Hole(string) = frame.kind {
            if string.quote == Quote::Line {
                self.line_holes -= 1;
            }
            self.string_rest(string, start);
        } else {
            self.push(closer, start);
        }
    }

    /// The innermost bracket is not closed before the closer at the cursor.
    fn unclosed_inner(&mut self, closer: char) {
        self.suspect();
        let Some(frame) = self.stack.last().copied() else { return };
        let here = self.span(self.at, self.at + 1);
        if frame.at < self.line_start {
            self.tear(frame.at);
        }
        self.unclosed(&frame, here, || format!("this `{closer}`"));
        self.close_forgotten(self.last_end);
    }

    /// Closes the innermost bracket, whose closer was forgotten, by a token of no length. Where that is no
    /// block, what is in it is a guess: a token that fits nowhere keeps its statement from being read.
    pub(super) fn close_forgotten(&mut self, at: usize) {
        let Some(frame) = self.stack.pop() else { return };
        self.drop_ends();
        if frame.kind != FrameKind::Brace || frame.data {
            self.push_range(Code::UNKNOWN, at, at);
        }
        self.push_range(frame.kind.closer(), at, at);
        self.last = Last::Operand;
    }

    /// Before a closing bracket a newline or `;` ends nothing.
    pub(super) fn drop_ends(&mut self) {
        while self.tokens.last().is_some_and(|token| token.code == Code::END) {
            self.tokens.pop();
        }
    }

    /// A closer whose opener is not open: one of another kind stands for the right one, or it is too many.
    fn unmatched(&mut self, closer: char) {
        if closer == '}' && self.at != self.line_start + self.indent {
            return self.unopened();
        }
        if self.ends_in_broken_hole() {
            return;
        }
        let innermost = self.stack.last().copied().filter(|frame| {
            matches!(frame.kind, FrameKind::Paren | FrameKind::Square) && frame.at >= self.line_start
        });
        let rest = self.text.get(self.at..).and_then(|rest| rest.lines().next()).unwrap_or("");
        match innermost.filter(|frame| closer != '}' && !rest.contains(frame.kind.closer())) {
            Some(frame) => self.mismatched(&frame, closer),
            None => self.stray(closer),
        }
    }

    fn mismatched(&mut self, frame: &Frame, closer: char) {
        self.suspect();
        let (here, opened) = (self.span(self.at, self.at + 1), self.span(frame.at, frame.at + 1));
        let (opener, right) = (frame.kind.opener(), frame.kind.closer());
        self.report(&codes::SYNTAX_UNCLOSED_BRACKET, here, |code| {
            Diagnostic::new(code, here, format!("found `{closer}`, which does not close `{opener}`"))
                .label(format!("expected `{right}`"))
                .also(opened, "opened here")
                .help(format!("write `{right}`"))
                .fix(Applicability::Unsafe, format!("write `{right}`"), here, right.to_string())
        });
        self.stack.pop();
        self.drop_ends();
        let start = self.at;
        self.at += 1;
        self.push(right, start);
        self.last = Last::Operand;
    }

    fn stray(&mut self, closer: char) {
        self.suspect();
        if closer == '}' {
            self.tear(self.at);
        }
        let span = self.span(self.at, self.at + 1);
        self.report(&codes::SYNTAX_STRAY_BRACKET, span, |_| closes_nothing(span, closer));
        self.at += 1;
    }

    /// Steps over a brace that was opened nowhere in its line: what is said of the line is said of it too.
    fn unopened(&mut self) {
        self.suspect();
        let span = self.span(self.at, self.at + 1);
        if !matches!(self.mode, Mode::Borders { .. }) && self.unopened.len() < limits::SYNTAX_ERRORS_MAX {
            self.unopened.push(closes_nothing(span, '}'));
        }
        self.at += 1;
        self.last = Last::Operand;
    }

    /// Brackets are open where a declaration begins or the text ends: the innermost is reported.
    pub(super) fn unclosed_at_border(&mut self) {
        self.suspect();
        self.tear(self.stack.last().map_or(self.at, |frame| frame.at));
        if let Some(start) = self.block_hole() {
            return self.report_unclosed_block(start);
        }
        let Some(frame) = self.stack.last().copied() else { return };
        let (end, place) = match self.bytes.get(self.at) {
            Some(_) => (self.word_at(self.at).len(), "the next declaration"),
            None => (0, "the end of the file"),
        };
        self.unclosed(&frame, self.span(self.at, self.at + end), || place.to_owned());
    }

    /// Reports an open bracket with both of its ends.
    pub(super) fn unclosed(&mut self, frame: &Frame, end: Span, before: impl FnOnce() -> String) {
        let span = self.span(frame.at, frame.at + 1);
        let (opener, closer) = (frame.kind.opener(), frame.kind.closer());
        let help = if self.is_swallowed(frame) {
            "a line of a transcript goes on to its end: write the `}` into a line of its own".to_owned()
        } else {
            format!("write `{closer}` where it ends")
        };
        self.report(&codes::SYNTAX_UNCLOSED_BRACKET, span, |code| {
            Diagnostic::new(code, span, format!("this `{opener}` is not closed"))
                .label("opened here")
                .also(end, format!("expected `{closer}` before {}", before()))
                .help(help)
        });
    }

    /// Whether the line of the opener of a test ends with a brace that belongs to a transcript line.
    fn is_swallowed(&self, frame: &Frame) -> bool {
        let line = self.text.get(frame.at..).and_then(|rest| rest.lines().next()).unwrap_or("");
        self.within == Within::Test
            && self.stack.len() <= 1
            && line.contains('>')
            && line.trim_end().ends_with('}')
    }
}

fn closes_nothing(span: Span, closer: char) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX_STRAY_BRACKET, span, format!("this `{closer}` closes nothing"))
        .label("nothing is open here")
        .help("take it out, or write the opening bracket where it belongs")
}

/// Whether a code tells of a bracket or a quote: one that is missing spoils its line.
pub(in crate::syntax) fn is_pair(code: &DiagnosticCode) -> bool {
    [&codes::SYNTAX_UNCLOSED_BRACKET, &codes::SYNTAX_UNCLOSED_STRING, &codes::SYNTAX_STRAY_BRACKET]
        .iter()
        .any(|known| known.name == code.name)
}
