//! Brackets that were forgotten, found by how lines are indented. Only declarations whose brackets do not match
//! pay for this.

use super::scanner::{Frame, FrameKind, Last, Scanner};
use super::words::{code_of, is_declaration_word, is_statement_code, is_value_code};
use super::{Code, Token};
use crate::diagnostics::{Diagnostic, codes};

/// Blank lines that are stepped over to see how the next one is indented.
const BLANK_MAX: usize = 100;

/// Words behind which a line goes on that was broken before its block: guards and clauses.
const CLAUSES: [&[u8]; 14] = [
    b"for",
    b"in",
    b"limit",
    b"by",
    b"once",
    b"expires",
    b"fallback",
    b"verify",
    b"as",
    b"from",
    b"or",
    b"per",
    b"at",
    b"and",
];

impl Scanner<'_> {
    /// A line that ends behind an operator does not go on in one that begins with the word of a statement: what stands
    /// behind the operator was forgotten.
    pub(super) fn end_before_statement(&mut self) {
        let Some(operator) =
            self.tokens.last().map(|token| token.code).filter(|_| self.last == Last::Operator)
        else {
            return;
        };
        let word = self.word_at(self.at);
        let rest = self.bytes.get(self.at + word.len()..).unwrap_or(&[]);
        let Some(code) = code_of(word).filter(|_| rest.first() != Some(&b':')) else { return };
        // Behind `??` and `or` something else is meant, and a message may be bound.
        let ends = match operator {
            'L' | 'O' => false,
            '=' => is_statement_code(code) && !is_value_code(code),
            code_before => {
                Code::is_infix(code_before) && is_statement_code(code) && !matches!(word, b"ask" | b"confirm")
            }
        };
        let line = self.text.get(self.last_end..self.at).and_then(|gap| gap.find('\n'));
        if let (true, Some(length)) = (ends, line) {
            self.pending = Some(self.last_end + length);
        }
    }

    /// Whether the brace at the cursor stands first in its line and further left than the one that
    /// it closes: then the inner one is what was forgotten.
    pub(super) fn is_outdented(&self) -> bool {
        self.in_suspect()
            && self.at == self.line_start + self.indent
            && self.stack.len() > 1
            && self
                .stack
                .last()
                .is_some_and(|frame| frame.kind == FrameKind::Brace && frame.indent > self.indent)
    }

    /// Whether the brace at the cursor stands inside its line and would close one of a line above, inside of which the
    /// next line still is: then what it closes was not opened in its own line.
    pub(super) fn is_unopened(&self, index: usize) -> bool {
        let Some(frame) = self.stack.get(index) else { return false };
        if !self.in_suspect()
            || frame.kind != FrameKind::Brace
            || frame.at >= self.line_start
            || self.at == self.line_start + self.indent
        {
            return false;
        }
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let end = rest.iter().position(|byte| *byte == b'\n').map(|length| self.at + length + 1);
        end.and_then(|end| self.line_below(end))
            .is_some_and(|(indent, byte)| indent > frame.indent || indent == frame.indent && byte == b'}')
    }

    /// How far in the first line from an offset on stands that is not blank, and its first byte.
    pub(super) fn line_below(&self, at: usize) -> Option<(usize, u8)> {
        let lines = self.text.get(at..)?.split('\n').take(BLANK_MAX);
        let line = lines.map(str::trim_end).find(|line| !line.is_empty())?;
        let code = line.trim_start();
        Some((line.len() - code.len(), code.bytes().next()?))
    }

    /// At the start of a line that counts: what was forgotten in the lines before.
    pub(super) fn mend_at_line(&mut self) {
        if !self.in_suspect() {
            return;
        }
        self.open_head();
        let arm = self.begins_arm();
        while let Some(frame) = self.stack.last().copied()
            && self.is_forgotten(&frame, arm)
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

    /// Whether a bracket is open although the line at the cursor stands no further right than its own.
    fn is_forgotten(&self, frame: &Frame, arm: bool) -> bool {
        let value = matches!(frame.kind, FrameKind::Paren | FrameKind::Square) || frame.data;
        let inner = frame.kind == FrameKind::Brace && self.stack.len() > 1;
        let goes_on = || self.is_indented(frame) || self.is_filled(frame);
        (value || arm || (inner && goes_on())) && frame.indent >= self.indent
    }

    /// Whether the first line inside a block stands further right than the line of its brace.
    fn is_indented(&self, frame: &Frame) -> bool {
        let end =
            self.text.get(frame.at..).and_then(|rest| rest.find('\n')).map(|length| frame.at + length + 1);
        end.and_then(|end| self.line_below(end)).is_some_and(|(indent, _)| indent > frame.indent)
    }

    /// Whether something stands behind a brace in its own line: a block in one line.
    fn is_filled(&self, frame: &Frame) -> bool {
        let rest = self.text.get(frame.at + 1..).and_then(|rest| rest.lines().next()).unwrap_or("").trim();
        !rest.is_empty() && !rest.starts_with("//")
    }

    /// Whether the line at the cursor begins an arm of a `match`, so that the block of the arm before is over.
    fn begins_arm(&self) -> bool {
        let line = self.text.get(self.at..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let pattern = line.starts_with(['"', '/', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-']);
        line.contains("=>")
            && (pattern || ["else ", "none ", "true ", "false "].iter().any(|word| line.starts_with(word)))
    }

    /// The line before is the head of a block, and the line at the cursor stands further right, but there is no `{`:
    /// it is reported, and stands there as a token of no length.
    fn open_head(&mut self) {
        let end = self.last_end;
        let start = self.text.get(..end).and_then(|text| text.rfind('\n')).map_or(0, |line| line + 1);
        let line = self.text.get(start..end).unwrap_or("");
        let indent = line.len() - line.trim_start().len();
        if indent >= self.indent || !self.is_head(line.trim_start()) {
            return;
        }
        let first = self.tokens.partition_point(|token| (token.start as usize) < start);
        let ended = self.tokens.last().copied().filter(|token| token.code == Code::END);
        let head = self.tokens.get(first..self.tokens.len() - usize::from(ended.is_some())).unwrap_or(&[]);
        let colon = head.last().filter(|token| token.code == ':').map(|token| token.start as usize);
        if head.iter().any(|token| token.code == '{') {
            return;
        }
        self.suspect();
        if ended.is_some() {
            self.tokens.pop();
        }
        if colon.is_some() {
            self.tokens.pop();
        }
        let here = self.span(colon.unwrap_or(end), end);
        let what = if colon.is_some() { "`:`" } else { "the end of the line" };
        self.report(&codes::SYNTAX_UNEXPECTED, here, |code| {
            Diagnostic::new(code, here, format!("found {what}, expected `{{`"))
                .label("expected `{`")
                .help("the `{` stands at the end of the same line")
        });
        let at = u32::try_from(end).unwrap_or(u32::MAX);
        self.tokens.push(Token { code: '{', start: at, end: at });
        self.stack.push(Frame { kind: FrameKind::Brace, at: end, indent, data: false });
    }

    /// Whether a line begins what has a block, which does not go on in the line at the cursor.
    fn is_head(&self, line: &str) -> bool {
        let word = line.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if self.stack.is_empty() {
            let block = !matches!(word, "use" | "const" | "config" | "state" | "type" | "secret" | "group");
            return block
                && is_declaration_word(word.as_bytes())
                && !CLAUSES.contains(&self.word_at(self.at));
        }
        let inner = self.stack.last().is_some_and(|frame| frame.kind == FrameKind::Brace && !frame.data);
        let chain = line.starts_with('}') && (line.ends_with("else") || line.contains("else if "));
        inner && (matches!(word, "if" | "for" | "while" | "later" | "match") || chain)
    }

    /// `if x { "a" else { "b" }`: the block of the `if` is closed before an `else` in its line, if the line does not
    /// close it.
    pub(super) fn close_before_else(&mut self) {
        let Some(frame) = self.stack.last().copied() else { return };
        let opened = frame.kind == FrameKind::Brace && frame.at >= self.line_start && !frame.data;
        if !opened || !self.in_suspect() || self.closes_in_line(frame.at) {
            return;
        }
        let head = self.text.get(self.line_start..frame.at).unwrap_or("");
        let branch = head.rfind("if ").and_then(|at| head.split_at_checked(at));
        let is_branch = branch.is_some_and(|(before, branch)| {
            !before.ends_with(|c: char| c.is_alphanumeric() || c == '_') && !branch.contains(['{', '}', ';'])
        });
        if !is_branch {
            return;
        }
        self.suspect();
        let here = self.span(self.at, self.at + 4);
        self.unclosed(&frame, here, || "this `else`".to_owned());
        self.close_forgotten(self.last_end);
    }

    /// Whether the brace at an offset is closed in its line, as far as counting tells.
    fn closes_in_line(&self, brace: usize) -> bool {
        let line = self.text.get(brace..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let mut depth = 0_usize;
        for byte in line.bytes() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth <= 1 => return true,
                b'}' => depth -= 1,
                _ => {}
            }
        }
        false
    }
}
