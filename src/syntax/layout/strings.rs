//! Strings, their holes, and patterns.

use super::scanner::{FrameKind, Last, Mode, Quote, Scanner};
use crate::diagnostics::{Diagnostic, codes};

impl Scanner<'_> {
    /// Steps over a string, or into its first hole.
    pub(super) fn string(&mut self) {
        let start = self.at;
        if self.in_pattern() {
            match self.pattern_end(start) {
                Some(end) => self.at = end,
                None => self.unclosed_line_string(start),
            }
            self.last = Last::Operand;
        } else if self.bytes.get(start..start + 3) == Some(b"\"\"\"") {
            self.at += 3;
            self.string_rest(Quote::Block, start);
        } else {
            self.at += 1;
            self.string_rest(Quote::Line, start);
        }
    }

    /// Goes on inside a string that began at `start`, up to its end or its next hole.
    pub(super) fn string_rest(&mut self, quote: Quote, start: usize) {
        loop {
            match self.peek(0) {
                None if quote == Quote::Block => return self.unclosed_block_string(start),
                None => return self.unclosed_line_string(start),
                Some(b'\\') => self.at += self.escape_length(),
                Some(b'"') if quote == Quote::Line => {
                    self.at += 1;
                    break;
                }
                Some(b'"') if self.peek(1) == Some(b'"') && self.peek(2) == Some(b'"') => {
                    self.at += 3;
                    break;
                }
                Some(b'{') => return self.open(FrameKind::Hole(quote, start)),
                Some(b'\n') if quote == Quote::Line => return self.unclosed_line_string(start),
                Some(b'\n') => {
                    self.at += 1;
                    self.line_start = self.at;
                    if self.cut_block(start) {
                        return self.unclosed_block_string(start);
                    }
                }
                Some(_) => self.at += 1,
            }
        }
        self.last = Last::Operand;
    }

    /// A backslash and what it escapes; a newline ends the line all the same.
    fn escape_length(&self) -> usize {
        match self.peek(1) {
            None | Some(b'\n') => 1,
            Some(_) => 2,
        }
    }

    /// The offset after the closing quote of a pattern: a hole may have a regex after its colon and
    /// words in quotes.
    fn pattern_end(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.bytes.get(at)? {
                b'\n' => return None,
                b'"' => return Some(at + 1),
                b'{' => at = self.pattern_hole_end(at).unwrap_or(at + 1),
                _ => at += 1,
            }
        }
    }

    fn pattern_hole_end(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.bytes.get(at)? {
                b'\n' => return None,
                b'}' => return Some(at + 1),
                b'"' => {
                    let rest = self.bytes.get(at + 1..)?;
                    let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\n'))?;
                    if rest.get(length) == Some(&b'\n') {
                        return None;
                    }
                    at += length + 2;
                }
                b':' => {
                    let rest = self.bytes.get(at + 1..)?;
                    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
                    let slash = at + 1 + blanks;
                    at = match self.bytes.get(slash) {
                        Some(b'/') => self.regex_end(slash)?,
                        _ => slash,
                    };
                }
                _ => at += 1,
            }
        }
    }

    /// A string that began at `start` does not end in its line; the cursor is in that line.
    pub(super) fn unclosed_line_string(&mut self, start: usize) {
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let line = self.text.get(start..start + length).unwrap_or("").trim_end();
        let end = start + line.len();
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNCLOSED_STRING,
                self.span(start, start + 1),
                "this text has no closing quote",
            )
            .label("opened here")
            .also(self.span(end, end), "the line ends here")
            .help("write the closing `\"`; a text of several lines stands between `\"\"\"`"),
        );
        self.drop_brackets_of(start, line);
        let resume = self.resume_after_unclosed(start, line);
        self.fill_string(start, resume);
        self.at = resume;
        self.last = Last::Operand;
    }

    /// The line ended inside a hole of a line string.
    pub(super) fn unclosed_in_hole(&mut self) {
        let outermost =
            self.stack.iter().position(|frame| matches!(frame.kind, FrameKind::Hole(Quote::Line, _)));
        let Some((index, FrameKind::Hole(_, start))) =
            outermost.and_then(|index| Some((index, self.stack.get(index)?.kind)))
        else {
            return;
        };
        let hole = self.stack.get(index).map_or(start, |frame| frame.at);
        let end = self.at;
        self.stack.truncate(index);
        self.line_holes = 0;
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNCLOSED_STRING,
                self.span(start, start + 1),
                "this text has no closing quote",
            )
            .label("opened here")
            .also(self.span(hole, hole + 1), "this `{` is open at the end of the line")
            .help("write the closing `}` and `\"`; for a brace in a text write `\\{`"),
        );
        self.fill_string(start, end);
        self.last = Last::Operand;
        self.last_end = end;
    }

    fn unclosed_block_string(&mut self, start: usize) {
        self.unbalanced = true;
        self.unclosed_block = Some(start);
        let end = self.line_start.min(self.at).max(start + 3);
        self.at = self.at.max(start + 3).min(self.bytes.len());
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNCLOSED_STRING,
                self.span(start, start + 3),
                "this text block is not closed",
            )
            .label("opened here")
            .help("write `\"\"\"` where the text ends"),
        );
        let end = if self.at >= self.bytes.len() { self.at } else { end };
        self.fill_string(start, end);
        self.last = Last::Operand;
        self.last_end = end;
    }

    /// Whether the text block that has no end is cut here, at the start of a line.
    fn cut_block(&self, start: usize) -> bool {
        match &self.mode {
            Mode::Plain => false,
            Mode::Borders { block } | Mode::Mend { block, .. } => {
                *block == Some(start) && self.declares(self.at)
            }
        }
    }

    /// Makes the masked text of an unclosed string a closed one.
    fn fill_string(&mut self, start: usize, end: usize) {
        self.mask(start, end);
        if end < start + 2 {
            if let Some(byte) = self.masked.get_mut(start) {
                *byte = b'0';
            }
            return;
        }
        for at in [start, end - 1] {
            if let Some(byte) = self.masked.get_mut(at) {
                *byte = b'"';
            }
        }
    }

    /// Brackets that were opened in this line and are closed inside the unclosed text are closed.
    fn drop_brackets_of(&mut self, start: usize, line: &str) {
        let closers = line.bytes().filter(|byte| matches!(byte, b')' | b']')).count();
        for _ in 0..closers {
            match self.stack.last() {
                Some(frame)
                    if frame.at >= self.line_start
                        && frame.at < start
                        && matches!(frame.kind, FrameKind::Paren | FrameKind::Square) =>
                {
                    let at = frame.at;
                    self.mask(at, at + 1);
                    self.stack.pop();
                }
                _ => return,
            }
        }
    }

    /// Where the scan goes on after an unclosed text: at the brace that ends the line, if that is
    /// rather the block's than the text's.
    fn resume_after_unclosed(&self, start: usize, line: &str) -> usize {
        let end = start + line.len();
        let first = self.word_at(self.line_start + self.indent);
        let opens = self.stack.is_empty() || matches!(first, b"if" | b"for" | b"while" | b"later" | b"match");
        let opened_here = self.stack.last().is_some_and(|frame| {
            frame.kind == FrameKind::Brace && frame.at >= self.line_start && frame.at < start
        });
        if (line.ends_with('{') && opens) || (line.ends_with('}') && opened_here) {
            return (end - 1).max(start + 1);
        }
        end
    }
}
