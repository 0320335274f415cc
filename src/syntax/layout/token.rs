//! One token at a time: words, numbers, operators, regexes.

use super::Code;
use super::scanner::{FrameKind, Last, Scanner, Within};
use super::words::{code_of, expects_operand, is_reserved_code};

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
            b'/' if self.last != Last::Operand => {
                if !self.regex() {
                    self.unclosed_regex();
                }
            }
            b'.' => self.dots(),
            b'?' => self.question(),
            b'\'' | b'`' | 0x80.. if self.may_quote() && self.foreign_text() => {}
            b'\\' if self.line_holes > 0 && self.backslash_in_hole() => {}
            b'+' | b'-' | b'%' if self.foreign_sign(byte) => {}
            _ => self.sign(byte),
        }
    }

    /// Whether a text may begin at the cursor: behind an operand only after a blank.
    fn may_quote(&self) -> bool {
        self.last != Last::Operand || self.last_end < self.at
    }

    /// Steps over `++` and `--` that count, and over the `%` of `50%`: they end what they stand behind, so that
    /// the next line is none of their operands. Gives whether it is one.
    fn foreign_sign(&mut self, byte: u8) -> bool {
        let start = self.at;
        let doubled = self.peek(1) == Some(byte);
        let length = if byte == b'%' { 1 } else { 2 };
        let rest = self.text.get(start + length..).unwrap_or("").trim_start_matches([' ', '\t', '\r']);
        let ends =
            rest.is_empty() || rest.starts_with(['\n', ')', ']', '}', ';', ',']) || rest.starts_with("//");
        let behind = self.last == Last::Operand && self.last_end == start && ends;
        let begins = self.tokens.last().is_none_or(|token| matches!(token.code, '{' | Code::END));
        let before = begins && self.bytes.get(start + 2).copied().is_some_and(is_word_byte);
        let number = self.tokens.last().is_some_and(|token| token.code == Code::NUMBER);
        let counts = match byte {
            b'+' => doubled,
            b'-' => doubled && (behind || before),
            _ => behind && number,
        };
        if counts {
            self.at += length;
            self.push(Code::UNKNOWN, start);
            self.last = Last::Operand;
        }
        counts
    }

    fn word(&mut self) {
        let start = self.at;
        let word = self.word_at(start);
        if word == b"else" {
            self.close_before_else();
        }
        self.at += word.len();
        let first = self.last == Last::Start;
        let mut code = code_of(word).unwrap_or(Code::PLAIN);
        if code == Code::NOT && self.last == Last::Operand && self.take_in() {
            code = Code::NOT_IN;
        }
        self.push(code, start);
        // `on regex /x/`, `on /x/`: what stands there is a regex, whatever the word before it.
        let on = first && self.stack.is_empty() && word == b"on";
        let event = (self.after_on || on) && self.regex_follows();
        self.last = if matches!(code, 'N'..='R') {
            Last::Operator
        } else if event
            || is_reserved_code(code)
            || expects_operand(word)
            || self.after_on && word == b"message"
        {
            Last::Word
        } else {
            Last::Operand
        };
        // Types in angle brackets: a `>` that closes them is no operator.
        if self.peek(0) == Some(b'<') && matches!(word, b"list" | b"set" | b"map") {
            self.at += 1;
            self.push(Code::LESS, self.at - 1);
            self.angles += 1;
            self.last = Last::Operator;
        }
        self.after_on = on;
    }

    /// Whether blanks and one slash follow.
    fn regex_follows(&self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        rest.get(blanks) == Some(&b'/') && rest.get(blanks + 1) != Some(&b'/')
    }

    /// Steps over blanks and `in`, if that is what follows.
    fn take_in(&mut self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let follows = self.word_at(self.at + blanks) == b"in";
        if follows {
            self.at += blanks + 2;
        }
        follows
    }

    fn number(&mut self) {
        let start = self.at;
        self.at += self.word_at(self.at).len();
        self.last = Last::Operand;
        if self.clock_follows(start) {
            self.at += 3;
            return self.push(Code::CLOCK_TIME, start);
        }
        if self.peek(0) == Some(b'.') && self.peek(1).is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
            self.at += self.word_at(self.at).len();
        }
        self.push(Code::NUMBER, start);
    }

    /// Whether the number before the cursor is the hour of `09:00`. In a hole a `:` begins a format.
    fn clock_follows(&self, start: usize) -> bool {
        self.at - start <= 2
            && self.peek(0) == Some(b':')
            && self.bytes.get(start..self.at).is_some_and(|hour| hour.iter().all(u8::is_ascii_digit))
            && self.word_at(self.at + 1).len() == 2
            && self.word_at(self.at + 1).iter().all(u8::is_ascii_digit)
            && !self.in_hole()
    }

    fn in_hole(&self) -> bool {
        matches!(self.stack.last(), Some(frame) if matches!(frame.kind, FrameKind::Hole(..)))
    }

    fn dots(&mut self) {
        let start = self.at;
        let count = self.bytes.iter().skip(start).take(3).take_while(|byte| **byte == b'.').count();
        self.at += count;
        match count {
            1 => self.field(Code::FIELD, start),
            2 => {
                self.push('M', start);
                self.last = Last::Operator;
            }
            _ => {
                self.push(Code::SPREAD, start);
                self.last = Last::Word;
            }
        }
    }

    /// The word after `.` or `?.`; blanks may stand between.
    fn field(&mut self, code: char, start: usize) {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        let word = self.word_at(self.at + blanks);
        self.last = Last::Operand;
        if word.first().is_none_or(u8::is_ascii_digit) {
            return self.push(Code::UNKNOWN, start);
        }
        self.at += blanks + word.len();
        self.push(code, start);
    }

    fn question(&mut self) {
        let start = self.at;
        match (self.peek(1), self.peek(2)) {
            (Some(b'?'), _) => {
                self.at += 2;
                self.push('L', start);
                self.last = Last::Operator;
            }
            (Some(b'.'), Some(b'[')) => {
                self.at += 2;
                self.open(FrameKind::Square);
                if let Some(token) = self.tokens.last_mut() {
                    token.start = token.start.saturating_sub(2);
                }
            }
            (Some(b'.'), _) => {
                self.at += 2;
                self.field(Code::OPTIONAL_FIELD, start);
            }
            _ => {
                self.at += 1;
                self.push(Code::OPTIONAL, start);
                self.last = Last::Operand;
            }
        }
    }

    /// Punctuation and operators.
    fn sign(&mut self, byte: u8) {
        let start = self.at;
        let next = self.peek(1);
        let (code, length) = match (byte, next) {
            (b'>', _) if self.angles > 0 => {
                self.angles -= 1;
                self.at += 1;
                self.last = Last::Operand;
                return self.push(Code::GREATER, start);
            }
            (b',' | b'|', _) => (char::from(byte), 1),
            (b';', _) => {
                self.at += 1;
                // One end is enough, and there is none right after an opening bracket.
                let ended = self.tokens.last().is_none_or(|token| {
                    token.code == Code::END
                        || Code::is_opening(token.code) && token.code != Code::STRING_START
                });
                if !self.stack.is_empty() && !ended {
                    self.push(Code::END, start);
                }
                return self.expect_line();
            }
            (b':', _) => return self.colon(),
            (b'=', Some(b'>')) => (Code::GIVES, 2),
            (b'-', Some(b'>')) => (Code::ARROW, 2),
            (b'+', Some(b'=')) => (Code::ADD_TO, 2),
            (b'-', Some(b'=')) => (Code::SUBTRACT_FROM, 2),
            _ => match Code::infix(self.bytes.get(start..).unwrap_or(&[])) {
                Some(infix) => infix,
                None if byte == b'=' => ('=', 1),
                None => {
                    let char = self.text.get(start..).and_then(|rest| rest.chars().next());
                    self.at += char.map_or(1, char::len_utf8);
                    self.last = Last::Operand;
                    return self.push(Code::UNKNOWN, start);
                }
            },
        };
        self.at += length;
        self.push(code, start);
        self.last = Last::Operator;
    }

    fn colon(&mut self) {
        let start = self.at;
        self.at += 1;
        if !self.in_hole() {
            self.push(':', start);
            self.last = Last::Word;
            return;
        }
        // A format goes on to the end of its hole.
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let stop = rest.iter().position(|byte| matches!(byte, b'}' | b'\n' | b'"'));
        self.at += stop.unwrap_or(rest.len());
        self.push(Code::FORMAT, start);
        self.last = Last::Operand;
    }

    /// Steps over a regex, if one ends in this line.
    fn regex(&mut self) -> bool {
        let start = self.at;
        let Some(end) = self.regex_end(start) else { return false };
        self.at = end + self.word_at(end).len();
        if let Some(last) = self.slash_behind_regex() {
            self.slash_in_regex(start, end - 1, last);
            self.at = last + 1 + self.word_at(last + 1).len();
        }
        self.push(Code::REGEX, start);
        self.last = Last::Operand;
        true
    }

    /// The last slash of what touches the regex that ends at the cursor: it is the one that was to end it.
    fn slash_behind_regex(&self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        let goes_on = rest.first().is_some_and(|byte| b"/.*+?[(\\^$-%@#~&!".contains(byte));
        let comment = rest.starts_with(b"//");
        let run = rest.iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        let last = rest.get(..run)?.iter().rposition(|byte| *byte == b'/')?;
        (goes_on && !comment).then_some(self.at + last)
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
