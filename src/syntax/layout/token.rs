//! One token at a time: words, numbers, operators, regexes.

use super::scanner::{FrameKind, Last, Scanner, Within};
use super::words::{expects_operand, is_operator};

/// Whether a byte may stand in a word.
pub(super) fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl<'a> Scanner<'a> {
    /// The word at an offset; empty where there is none.
    pub(super) fn word_at(&self, at: usize) -> &'a [u8] {
        let rest = self.bytes.get(at..).unwrap_or(&[]);
        let length = rest.iter().position(|byte| !is_word_byte(*byte)).unwrap_or(rest.len());
        rest.get(..length).unwrap_or(&[])
    }

    /// Steps over the token that begins at the cursor with `byte`.
    pub(super) fn token(&mut self, byte: u8) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(),
            b'0'..=b'9' => self.number(),
            b'"' => self.string(),
            b'(' => self.open(FrameKind::Paren),
            b'[' => self.open(FrameKind::Square),
            b'{' => self.open(FrameKind::Brace),
            b')' | b']' | b'}' => self.close(byte),
            b'/' if self.last != Last::Operand && self.regex() => {}
            b':' => self.colon(),
            b';' => {
                self.at += 1;
                self.expect_line();
            }
            b'.' => self.dots(),
            b'?' => self.question(),
            b'<' | b'>' => self.angle(byte),
            b',' | b'=' | b'+' | b'-' | b'*' | b'/' | b'%' | b'!' | b'|' | b'&' => {
                let arrow = matches!(byte, b'=' | b'-') && self.peek(1) == Some(b'>');
                self.at += if arrow { 2 } else { 1 };
                self.last = Last::Operator;
            }
            _ => {
                let length = self.text.get(self.at..).and_then(|rest| rest.chars().next());
                self.at += length.map_or(1, char::len_utf8);
                self.last = Last::Operand;
            }
        }
    }

    fn word(&mut self) {
        let word = self.word_at(self.at);
        self.at += word.len();
        let field = self.last == Last::Dot;
        let first = self.last == Last::Start;
        self.last = if field {
            Last::Operand
        } else if is_operator(word) {
            Last::Operator
        } else if expects_operand(word) || (self.after_on && word == b"message") {
            Last::Word
        } else {
            Last::Operand
        };
        // Types in angle brackets: a `>` that closes them is no operator.
        if matches!(word, b"list" | b"set" | b"map") && self.peek(0) == Some(b'<') {
            self.at += 1;
            self.angles += 1;
            self.last = Last::Operator;
        }
        self.after_on = first && self.stack.is_empty() && word == b"on";
    }

    fn number(&mut self) {
        self.at += self.word_at(self.at).len();
        if self.peek(0) == Some(b'.') && self.peek(1).is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
            self.at += self.word_at(self.at).len();
        }
        self.last = Last::Operand;
    }

    fn colon(&mut self) {
        self.at += 1;
        self.last = Last::Word;
        if matches!(self.stack.last(), Some(frame) if matches!(frame.kind, FrameKind::Hole(..))) {
            // A format goes on to the end of its hole.
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            let stop = rest.iter().position(|byte| matches!(byte, b'}' | b'\n' | b'"'));
            self.at += stop.unwrap_or(rest.len());
            self.last = Last::Operand;
        }
    }

    fn dots(&mut self) {
        let count = self.bytes.iter().skip(self.at).take(3).take_while(|byte| **byte == b'.').count();
        self.at += count;
        self.last = match count {
            1 => Last::Dot,
            2 => Last::Operator,
            _ => Last::Word,
        };
    }

    fn question(&mut self) {
        match self.peek(1) {
            Some(b'?') => {
                self.at += 2;
                self.last = Last::Operator;
            }
            Some(b'.') => {
                self.at += 2;
                self.last = Last::Dot;
            }
            _ => {
                self.at += 1;
                self.last = Last::Operand;
            }
        }
    }

    fn angle(&mut self, byte: u8) {
        self.at += 1;
        if byte == b'>' && self.angles > 0 {
            self.angles -= 1;
            self.last = Last::Operand;
        } else {
            self.last = Last::Operator;
        }
    }

    /// Steps over a regex, if one ends in this line.
    fn regex(&mut self) -> bool {
        let Some(end) = self.regex_end(self.at) else { return false };
        self.at = end;
        self.at += self.word_at(end).len();
        self.last = Last::Operand;
        true
    }

    /// The offset after the second slash of a regex that begins at `start`.
    pub(super) fn regex_end(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.bytes.get(at)? {
                b'\n' => return None,
                b'\\' => at += 2,
                b'/' => return (at > start + 1).then_some(at + 1),
                _ => at += 1,
            }
        }
    }

    /// Whether a string here is a pattern of a command or an intent, which is no string.
    pub(super) fn in_pattern(&self) -> bool {
        match self.within {
            Within::Command => self.stack.is_empty(),
            Within::Intent => self.stack.len() == 1,
            Within::Test | Within::Other => false,
        }
    }
}
