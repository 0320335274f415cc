//! Transcript lines of tests: `alice in "Ops"> text to the end of the line`.

use super::Code;
use super::scanner::{Last, Scanner};
use super::words::code_of;
use crate::diagnostics::{Diagnostic, codes};

impl Scanner<'_> {
    /// Steps over a transcript line, if one begins at the cursor.
    pub(super) fn chat(&mut self) -> bool {
        let Some(head) = self.chat_head(self.at) else { return false };
        let rest = self.bytes.get(head.text..).unwrap_or(&[]);
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let begin = head.text + blanks;
        let mut end = self.line_end(begin);
        if self.bytes.get(begin..begin + 3) == Some(b"\"\"\"") {
            match self.text.get(begin + 3..).and_then(|rest| rest.find("\"\"\"")) {
                Some(length) => end = begin + 6 + length,
                None => {
                    self.chat_block_unclosed(begin);
                    end = self.chat_block_end(end);
                }
            }
        }
        let source = self.text.get(begin..end).unwrap_or("");
        let trimmed = begin + source.trim_end().len();
        self.push_range(Code::PLAIN, head.name.0, head.name.1);
        if let Some((word, target)) = head.place {
            let code = |bytes: &[u8]| code_of(bytes).unwrap_or(Code::PLAIN);
            let bytes = |range: (usize, usize)| self.bytes.get(range.0..range.1).unwrap_or(&[]);
            let word_code = code(bytes(word));
            let target_code = match (bytes(word), bytes(target)) {
                (_, [b'"', ..]) => Code::TEXT_LITERAL,
                (b"in", thread) => code(thread),
                _ => Code::PLAIN,
            };
            self.push_range(word_code, word.0, word.1);
            self.push_range(target_code, target.0, target.1);
        }
        self.push_range(Code::CHAT, head.text - 1, trimmed.max(head.text));
        self.at = end;
        self.last_end = trimmed.max(head.text);
        self.last = Last::Operand;
        self.forced = true;
        true
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or(&[]);
        from + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
    }

    /// What stands before the text of a transcript line that begins at `start`.
    fn chat_head(&self, start: usize) -> Option<Head> {
        let word = self.word_at(start);
        if word.first().is_none_or(u8::is_ascii_digit) {
            return None;
        }
        let name = (start, start + word.len());
        if self.bytes.get(name.1) == Some(&b'>') {
            return Some(Head { name, place: None, text: name.1 + 1 });
        }
        let place = self.skip_blanks(name.1)?;
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
        let head = Head { name, place: Some(((place, place + word.len()), (target, end))), text: end + 1 };
        (end > target && self.bytes.get(end) == Some(&b'>')).then_some(head)
    }

    /// The offset after one or more blanks.
    fn skip_blanks(&self, start: usize) -> Option<usize> {
        let rest = self.bytes.get(start..)?;
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        (blanks > 0).then_some(start + blanks)
    }

    /// Where a block that is not closed may have ended: before the next line of a transcript, or the `}` of the test.
    fn chat_block_end(&self, first_line: usize) -> usize {
        let mut end = first_line;
        while end < self.bytes.len() {
            let line = end + 1;
            let rest = self.bytes.get(line..).unwrap_or(&[]);
            let start = line + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let closes = self.bytes.get(start) == Some(&b'}');
            if closes || self.chat_head(start).is_some() {
                return end;
            }
            end = self.line_end(line.min(self.bytes.len()));
            if end < line {
                return self.bytes.len();
            }
        }
        end
    }

    fn chat_block_unclosed(&mut self, start: usize) {
        let span = self.span(start, start + 3);
        self.report(&codes::SYNTAX_UNCLOSED_STRING, span, |code| {
            Diagnostic::new(code, span, "this text block is not closed")
                .label("opened here")
                .help("write `\"\"\"` after the last line of the message")
        });
    }
}

/// The head of a transcript line, as byte ranges.
struct Head {
    name: (usize, usize),
    /// `in` or `to`, and what follows it.
    place: Option<((usize, usize), (usize, usize))>,
    /// Offset after the `>`.
    text: usize,
}
