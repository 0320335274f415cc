//! Where a declaration begins although brackets are open, and where the text ends.

use super::scanner::{FrameKind, Last, Mode, Scanner};
use crate::base::limits;
use crate::diagnostics::{Diagnostic, codes};

impl Scanner<'_> {
    /// Whether a declaration begins at the cursor, which is at the start of a line, although the
    /// scan does not expect one.
    pub(super) fn is_border(&mut self) -> bool {
        let open = !self.stack.is_empty();
        let hanging = !open && self.pending.is_none() && self.last == Last::Operator;
        if !(open || hanging) || self.chunks.is_empty() || !self.declares(self.at) {
            return false;
        }
        self.declares_inside |= open;
        hanging || self.mode != Mode::Plain
    }

    /// Whether what stands at the offset looks like the head of a declaration.
    pub(super) fn declares(&self, at: usize) -> bool {
        let word = self.word_at(at);
        let known = super::is_declaration_word(word);
        let rest = self.bytes.get(at + word.len()..).unwrap_or(&[]);
        let next = rest.trim_ascii_start().first().copied();
        known
            && (rest.starts_with(b" ")
                && next.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'"')
                || word == b"otherwise" && next == Some(b'{'))
    }

    pub(super) fn border(&mut self) {
        self.pending = None;
        self.forced = false;
        if !self.stack.is_empty() {
            self.unclosed_at_border();
            let broken = !self.close_all();
            self.end_chunk(broken);
        }
        self.begin_line();
    }

    /// Closes all that is open, so that what is inside can be read. Gives whether that is possible.
    fn close_all(&mut self) -> bool {
        let holes = self.stack.iter().any(|frame| matches!(frame.kind, FrameKind::Hole(_)));
        let closes = !holes && self.diagnostics.len() < limits::SYNTAX_ERRORS_MAX;
        while closes && !self.stack.is_empty() {
            self.close_forgotten(self.last_end);
        }
        self.stack.clear();
        self.line_holes = 0;
        closes
    }

    pub(super) fn finish(&mut self) {
        if self.line_holes > 0 {
            self.unclosed_in_hole();
        }
        let mut broken = false;
        if !self.stack.is_empty() {
            self.unclosed_block = self.unclosed_block.or(self.block_hole());
            self.unclosed_at_border();
            broken = !self.close_all();
        }
        self.end_chunk(broken);
    }

    /// Refuses brackets that nest too deep and goes on at the next declaration.
    pub(super) fn too_deep(&mut self) {
        if self.mode == Mode::Plain {
            // Brackets may only be missing: the passes with borders will tell.
            self.unbalanced = true;
            self.at = self.bytes.len();
            return;
        }
        let span = self.span(self.at, self.at + 1);
        self.report(&codes::SYNTAX_TOO_DEEP, span, |code| {
            let message = format!("brackets nest more than {} deep here", limits::NESTING_MAX);
            Diagnostic::new(code, span, message)
                .label("one too many")
                .help("move what is inside into a function or a `let` of its own")
        });
        self.stack.clear();
        self.line_holes = 0;
        self.pending = None;
        while let Some(length) = self.bytes.iter().skip(self.at).position(|byte| *byte == b'\n') {
            self.at += length + 1;
            if self.declares(self.at) {
                break;
            }
        }
        if !self.declares(self.at) {
            self.at = self.bytes.len();
        }
        self.line_start = self.at;
        self.line_blank = true;
        self.last_end = self.at;
        self.end_chunk(true);
        self.begin_line();
    }
}
