//! Brackets: opening, closing, and what does not match.

use super::scanner::{Frame, FrameKind, Last, Quote, Scanner, Within};
use super::{Code, Token};
use crate::base::{Span, limits};
use crate::diagnostics::{Applicability, Diagnostic, codes};

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
        while self.stack.len() > index + 1 {
            self.unclosed_inner(closer);
        }
        if self.in_suspect() && closer == '}' && self.opened_before_else() {
            return;
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

    /// `} else {` that stands further right than the line whose brace it seems to close: the `{` of the `if`
    /// above it was forgotten. Then it is reported there, and stands there as a token of no length. Looked at
    /// in broken chunks only.
    fn opened_before_else(&mut self) -> bool {
        let Some(frame) = self.stack.last().copied() else { return false };
        let rest = self.bytes.get(self.at + 1..).unwrap_or(&[]).trim_ascii_start();
        let first = self.at == self.line_start + self.indent;
        if !first
            || frame.kind != FrameKind::Brace
            || frame.indent >= self.indent
            || !rest.starts_with(b"else")
        {
            return false;
        }
        let Some(end) = self.head_without_brace(frame.at) else { return false };
        let token = self.tokens.partition_point(|token| (token.start as usize) < end);
        let here = self.span(end, end);
        self.report(&codes::SYNTAX_UNEXPECTED, here, |code| {
            Diagnostic::new(code, here, "found the end of the line, expected `{`")
                .label("expected `{`")
                .help("the `{` stands at the end of the same line")
        });
        let at = u32::try_from(end).unwrap_or(u32::MAX);
        let brace = Token { code: '{', start: at, end: at };
        match self.tokens.get_mut(token).filter(|token| token.code == Code::END) {
            Some(line) => *line = brace,
            None => self.tokens.insert(token, brace),
        }
        let start = self.at;
        self.at += 1;
        self.last = Last::Operand;
        self.drop_ends();
        self.push('}', start);
        true
    }

    /// The end of the line above, no further right than this one, that is an `if` without its brace.
    fn head_without_brace(&self, after: usize) -> Option<usize> {
        let above = self.text.get(after..self.line_start)?;
        let mut end = self.line_start;
        for line in above.strip_suffix('\n')?.split('\n').rev() {
            let start = end.checked_sub(line.len() + 1)?;
            let code = line.trim_start();
            let indent = line.len() - code.len();
            if !code.is_empty() && indent <= self.indent {
                let head = code.split("//").next().unwrap_or(code).trim_end();
                let word = head.split(' ').next().unwrap_or("");
                let is_head = indent == self.indent
                    && !head.ends_with('{')
                    && (word == "if" || head.contains("else if "));
                return is_head.then_some(start + indent + head.len());
            }
            end = start;
        }
        None
    }

    /// At the start of a line that counts: a parenthesis, a square bracket or the brace of a record that is
    /// open although the line stands no further right than its own was forgotten. Looked at in broken chunks
    /// only.
    pub(super) fn mend_at_line(&mut self) {
        let arm = self.in_suspect() && self.begins_arm();
        let forgotten = |frame: &Frame, scanner: &Self| {
            let value = matches!(frame.kind, FrameKind::Paren | FrameKind::Square) || frame.data;
            let inner = frame.kind == FrameKind::Brace && scanner.stack.len() > 1;
            (value || arm || (inner && scanner.is_indented(frame))) && frame.indent >= scanner.indent
        };
        while self.in_suspect()
            && let Some(frame) = self.stack.last().copied()
            && forgotten(&frame, self)
        {
            self.suspect();
            let end = self.last_end;
            self.unclosed(&frame, self.span(end, end), || "the end of this line".to_owned());
            let line = self.tokens.last().copied().filter(|token| token.code == Code::END);
            self.close_forgotten(end);
            self.tokens.extend(line.filter(|_| !self.stack.is_empty()));
            self.last = Last::Start;
        }
    }

    /// Whether the first line inside a block stands further right than the line of its brace.
    fn is_indented(&self, frame: &Frame) -> bool {
        let inside = self.text.get(frame.at + 1..).unwrap_or("").split('\n').skip(1);
        let first = inside.map(str::trim_end).find(|line| !line.is_empty()).unwrap_or("");
        first.len() - first.trim_start().len() > frame.indent
    }

    /// Whether the line at the cursor begins an arm of a `match`, so that the block of the arm before is over.
    fn begins_arm(&self) -> bool {
        let line = self.text.get(self.at..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let pattern = line.starts_with(['"', '/', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-']);
        line.contains("=>")
            && (pattern || ["else ", "none ", "true ", "false "].iter().any(|word| line.starts_with(word)))
    }

    /// The innermost bracket is not closed before the closer at the cursor.
    fn unclosed_inner(&mut self, closer: char) {
        self.suspect();
        let Some(frame) = self.stack.last().copied() else { return };
        let here = self.span(self.at, self.at + 1);
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
    fn drop_ends(&mut self) {
        while self.tokens.last().is_some_and(|token| token.code == Code::END) {
            self.tokens.pop();
        }
    }

    /// A closer whose opener is not open: one of another kind stands for the right one, or it is too many.
    fn unmatched(&mut self, closer: char) {
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
