//! Transcript lines of tests: `alice in "Ops"> text to the end of the line`.

use super::scanner::{Last, Scanner};
use crate::diagnostics::{Diagnostic, codes};

impl Scanner<'_> {
    /// Steps over a transcript line, if one begins at the cursor.
    pub(super) fn chat(&mut self) -> bool {
        let Some(text) = self.chat_text(self.at) else { return false };
        let rest = self.bytes.get(text..).unwrap_or(&[]);
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let begin = text + blanks;
        let line = self.line_end(begin);
        self.at = line;
        if self.bytes.get(begin..begin + 3) == Some(b"\"\"\"") {
            let block = self.text.get(begin + 3..).and_then(|rest| rest.find("\"\"\""));
            if let Some(length) = block {
                self.at = self.line_end(begin + 6 + length);
            } else {
                self.chat_block_unclosed(begin);
            }
        }
        let source = self.text.get(begin..self.at).unwrap_or("");
        self.last_end = begin + source.trim_end().len();
        self.last = Last::Operand;
        self.forced = true;
        true
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or(&[]);
        from + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
    }

    /// The offset after the `>` of a transcript line that begins at `start`.
    fn chat_text(&self, start: usize) -> Option<usize> {
        let name = self.word_at(start);
        if name.first().is_none_or(u8::is_ascii_digit) {
            return None;
        }
        let after_name = start + name.len();
        if self.bytes.get(after_name) == Some(&b'>') {
            return Some(after_name + 1);
        }
        let place = self.skip_blanks(after_name)?;
        let word = self.word_at(place);
        let target = self.skip_blanks(place + word.len())?;
        let end = match word {
            b"in" if self.bytes.get(target) == Some(&b'"') => {
                let rest = self.bytes.get(target + 1..)?;
                let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\n'))?;
                target + 1 + length + 1
            }
            b"in" if self.word_at(target) == b"thread" => target + 6,
            b"to" => target + self.word_at(target).len(),
            _ => return None,
        };
        (end > target && self.bytes.get(end) == Some(&b'>')).then_some(end + 1)
    }

    /// The offset after one or more blanks.
    fn skip_blanks(&self, start: usize) -> Option<usize> {
        let rest = self.bytes.get(start..)?;
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        (blanks > 0).then_some(start + blanks)
    }

    fn chat_block_unclosed(&mut self, start: usize) {
        let span = self.span(start, start + 3);
        self.diagnostics.push(
            Diagnostic::new(&codes::SYNTAX_UNCLOSED_STRING, span, "this text block is not closed")
                .label("opened here")
                .help("write `\"\"\"` after the last line of the message"),
        );
        self.mask(start, start + 3);
    }
}
