//! Brackets: opening, closing, and what does not match.

use super::Code;
use super::scanner::{Frame, FrameKind, Last, Quote, Scanner};
use crate::base::{Span, limits};
use crate::diagnostics::{Diagnostic, codes};

impl FrameKind {
    fn closer(self) -> char {
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
        let token = self.tokens.len();
        self.stack.push(Frame { kind, at: start, indent: self.indent, token });
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
        let Some(index) = open else { return self.stray(closer) };
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
        while self.tokens.last().is_some_and(|token| token.code == Code::END) {
            // `;` before a closing bracket ends nothing.
            self.tokens.pop();
        }
        if let FrameKind::Hole(string) = frame.kind {
            if string.quote == Quote::Line {
                self.line_holes -= 1;
            }
            self.string_rest(string, start);
        } else {
            self.push(closer, start);
        }
    }

    /// Whether the brace at the cursor stands first in its line and further left than the one that
    /// it closes: then the inner one is what was forgotten. Looked at in broken chunks only.
    fn is_outdented(&self) -> bool {
        self.in_suspect()
            && self.at == self.line_start + self.indent
            && self.stack.len() > 1
            && self
                .stack
                .last()
                .is_some_and(|frame| frame.kind == FrameKind::Brace && frame.indent > self.indent)
    }

    /// At the start of a line that counts: a parenthesis or square bracket that is open although the
    /// line stands no further right than its own was forgotten. Looked at in broken chunks only.
    pub(super) fn mend_at_line(&mut self) {
        let forgotten = |frame: &Frame, indent| {
            matches!(frame.kind, FrameKind::Paren | FrameKind::Square) && frame.indent >= indent
        };
        while self.in_suspect()
            && let Some(frame) = self.stack.last().copied()
            && forgotten(&frame, self.indent)
        {
            self.suspect();
            self.stack.pop();
            let end = self.last_end;
            self.unclosed(&frame, self.span(end, end), || "the end of this line".to_owned());
            self.remove(frame.token);
        }
    }

    /// The innermost bracket is not closed before the closer at the cursor.
    fn unclosed_inner(&mut self, closer: char) {
        self.suspect();
        let Some(frame) = self.stack.pop() else { return };
        let here = self.span(self.at, self.at + 1);
        self.unclosed(&frame, here, || format!("this `{closer}`"));
        self.remove(frame.token);
    }

    fn stray(&mut self, closer: char) {
        self.suspect();
        let span = self.span(self.at, self.at + 1);
        self.report(&codes::SYNTAX_STRAY_BRACKET, span, |code| {
            Diagnostic::new(code, span, format!("this `{closer}` closes nothing"))
                .label("nothing is open here")
                .help("take it out, or write the opening bracket where it belongs")
        });
        self.at += 1;
    }

    /// Brackets are open where a declaration begins or the text ends: the innermost is reported.
    pub(super) fn unclosed_at_border(&mut self) {
        self.suspect();
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
    fn unclosed(&mut self, frame: &Frame, end: Span, before: impl FnOnce() -> String) {
        let span = self.span(frame.at, frame.at + 1);
        let (opener, closer) = (frame.kind.opener(), frame.kind.closer());
        self.report(&codes::SYNTAX_UNCLOSED_BRACKET, span, |code| {
            Diagnostic::new(code, span, format!("this `{opener}` is not closed"))
                .label("opened here")
                .also(end, format!("expected `{closer}` before {}", before()))
                .help(format!("write `{closer}` where it ends"))
        });
    }
}
