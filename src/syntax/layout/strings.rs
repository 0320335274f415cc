//! Strings, their holes, and patterns.

use super::Code;
use super::scanner::{FrameKind, Last, Mode, Quote, Scanner, Text};
use crate::diagnostics::{Diagnostic, codes};

/// Lines that a text between simple quotes is believed to go over.
pub(super) const LINES_MAX: usize = 20;

pub(super) const UNCLOSED: &str = "this text has no closing quote";

/// Whether the last byte that is no blank is a sign that a word in quotes may follow.
fn is_behind_sign(before: &[u8]) -> bool {
    before.trim_ascii_end().last().is_some_and(|last| b":|=<(,".contains(last))
}

impl Scanner<'_> {
    /// Steps over a string, or into its first hole.
    pub(super) fn string(&mut self) {
        let start = self.at;
        let token = self.tokens.len();
        if self.in_pattern() {
            match self.pattern_end(start) {
                Some(end) => {
                    self.at = end;
                    self.push(Code::PATTERN, start);
                }
                None => self.unclosed_line_string(Text { quote: Quote::Line, start, token }, Code::PATTERN),
            }
            self.last = Last::Operand;
        } else if self.bytes.get(start..start + 3) == Some(b"\"\"\"") {
            self.at += 3;
            self.string_rest(Text { quote: Quote::Block, start, token }, start);
        } else {
            self.at += 1;
            self.string_rest(Text { quote: Quote::Line, start, token }, start);
        }
    }

    /// Goes on inside a string, up to its end or its next hole; `segment` is where its quote or the
    /// end of its last hole stands.
    pub(super) fn string_rest(&mut self, string: Text, segment: usize) {
        let line = string.quote == Quote::Line;
        loop {
            match self.peek(0) {
                None if line => return self.unclosed_line_string(string, Code::TEXT_LITERAL),
                None => return self.unclosed_block_string(string),
                Some(b'\\') => self.at += self.escape_length(),
                Some(b'"') if line => {
                    self.at += 1;
                    break;
                }
                Some(b'"') if self.peek(1) == Some(b'"') && self.peek(2) == Some(b'"') => {
                    self.at += 3;
                    break;
                }
                Some(b'{') => return self.hole(string, segment),
                Some(b'\n') if line => return self.unclosed_line_string(string, Code::TEXT_LITERAL),
                Some(b'\n') => {
                    self.at += 1;
                    self.line_start = self.at;
                    if self.cut_block(string.start) {
                        return self.unclosed_block_string(string);
                    }
                }
                Some(_) => self.at += 1,
            }
        }
        let whole = segment == string.start;
        self.push(if whole { Code::TEXT_LITERAL } else { Code::STRING_END }, segment);
        self.last = Last::Operand;
    }

    fn hole(&mut self, string: Text, segment: usize) {
        let brace = self.at;
        let code = if segment == string.start { Code::STRING_START } else { Code::STRING_MIDDLE };
        self.push_range(code, segment, brace + 1);
        self.open(FrameKind::Hole(string));
    }

    /// A backslash and what it escapes; a newline ends the line all the same.
    fn escape_length(&self) -> usize {
        match (self.peek(1), self.peek(2)) {
            (None | Some(b'\n'), _) => 1,
            (Some(b'u'), Some(b'{')) => {
                let rest = self.bytes.get(self.at + 3..).unwrap_or(&[]);
                let digits = rest.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
                if rest.get(digits) == Some(&b'}') { digits + 4 } else { 2 }
            }
            (Some(_), _) => 2,
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
                    let (words, behind) = rest.split_at_checked(length)?;
                    // Words in quotes stand behind a sign, or end their hole: else the quote ends the pattern.
                    let ends =
                        behind.get(1..)?.trim_ascii_start().starts_with(b"}") && !words.contains(&b'{');
                    if !ends && !is_behind_sign(self.bytes.get(start..at)?) {
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

    /// A string does not end in its line, in which the cursor is.
    pub(super) fn unclosed_line_string(&mut self, string: Text, code: char) {
        if self.unclosed_hole_of_line() {
            return;
        }
        if let Some(end) = self.lines_end() {
            return self.text_of_lines(string, code, end);
        }
        self.missing_quote(string.start);
        self.end_line(string, code);
    }

    /// The offset after the quote in one of the next lines that plainly closes a text of this line: the first
    /// quote after it, with nothing but closing brackets behind.
    fn lines_end(&self) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        let quote = rest.find('"')?;
        let behind = rest.get(quote + 1..)?.lines().next().unwrap_or("").trim();
        let between = rest.get(..quote)?;
        let lines = between.lines().skip(1);
        let goes_on = behind.chars().all(|c| ")]},;".contains(c))
            && between.matches('\n').count() <= LINES_MAX
            && lines.clone().all(|line| !matches!(line.trim_start().as_bytes().first(), Some(b'}')))
            && lines.clone().all(|line| line.starts_with([' ', '\t']) || line.trim().is_empty());
        (goes_on && between.contains('\n')).then_some(self.at + quote + 1)
    }

    /// A text between simple quotes that goes over several lines.
    fn text_of_lines(&mut self, string: Text, code: char, end: usize) {
        let (open, close) = (self.span(string.start, string.start + 1), self.span(end - 1, end));
        self.report(&codes::SYNTAX_UNCLOSED_STRING, open, |code| {
            Diagnostic::new(code, open, "this text does not end in its line")
                .label("opened here")
                .also(close, "closed here")
                .help("write `\"\"\"` on both sides of a text of several lines")
        });
        let lines = self.text.get(..end).and_then(|text| text.rfind('\n'));
        self.line_start = lines.map_or(self.line_start, |line| line + 1);
        self.at = end;
        self.close_string(string, code);
    }

    /// The outermost hole of a line string that the scan is in: its place on the stack, its brace, its string.
    pub(super) fn line_hole(&self) -> Option<(usize, usize, Text)> {
        self.stack.iter().enumerate().find_map(|(index, frame)| match frame.kind {
            FrameKind::Hole(string) if string.quote == Quote::Line => Some((index, frame.at, string)),
            _ => None,
        })
    }

    /// A text inside a hole does not end in its line: rather the hole was not closed before the quote that
    /// seems to begin it. Gives whether that is so.
    fn unclosed_hole_of_line(&mut self) -> bool {
        let Some((index, hole, string)) = self.line_hole() else { return false };
        let rest = self.bytes.get(hole..).unwrap_or(&[]);
        let Some(quote) = rest.iter().position(|byte| *byte == b'"').map(|length| hole + length) else {
            return false;
        };
        if self.hole_line.replace(self.line_start) == Some(self.line_start) {
            return false;
        }
        self.hole_at_quote((index, hole, string), quote);
        true
    }

    /// A hole that is not closed before the quote that ends its string.
    pub(super) fn hole_at_quote(&mut self, (index, hole, string): (usize, usize, Text), quote: usize) {
        let (brace, end) = (self.span(hole, hole + 1), self.span(quote, quote + 1));
        self.report(&codes::SYNTAX_UNCLOSED_BRACKET, brace, |code| {
            Diagnostic::new(code, brace, "this `{` is not closed")
                .label("opened here")
                .also(end, "expected `}` before this `\"`")
                .help("write `}` where the value ends; for a brace in a text write `\\{`")
        });
        self.end_at_quote(index, string, quote + 1);
    }

    /// A backslash in a hole of a line string, where none can stand: an escaped quote, or a brace that was not
    /// escaped. Gives whether the scan is in such a hole; then it is behind the string.
    pub(super) fn backslash_in_hole(&mut self) -> bool {
        let Some((index, hole, string)) = self.line_hole() else { return false };
        let here = self.span(self.at, self.at + 1);
        let brace = self.span(hole, hole + 1);
        self.report(&codes::SYNTAX_UNKNOWN_ESCAPE, here, |code| {
            Diagnostic::new(code, here, "found `\\` in a hole, where no text is")
                .label("stands between `{` and `}`")
                .also(brace, "the hole begins here")
                .help("quotes in a hole stand as they are: `{m[\"key\"]}`; for a brace in a text write `\\{`")
        });
        let mut end = hole + 1;
        loop {
            match self.bytes.get(end) {
                None | Some(b'\n') => break,
                Some(b'"') => {
                    end += 1;
                    break;
                }
                Some(b'\\') if self.bytes.get(end + 1) != Some(&b'\n') => end += 2,
                Some(_) => end += 1,
            }
        }
        self.end_at_quote(index, string, end.min(self.bytes.len()));
        true
    }

    /// Ends a line string whose hole is broken at an offset; what was opened inside is forgotten.
    pub(super) fn end_at_quote(&mut self, index: usize, string: Text, end: usize) {
        self.stack.truncate(index);
        self.line_holes = 0;
        if end < self.at {
            // It goes back over lines, which are read again.
            self.comments.cut(end);
        }
        self.at = end;
        self.close_string(string, Code::TEXT_LITERAL);
    }

    /// The line ended inside a hole of a line string. Gives whether the cursor went back to a brace
    /// that is rather a block's.
    pub(super) fn unclosed_in_hole(&mut self) -> bool {
        let Some((index, hole, string)) = self.line_hole() else { return false };
        // Of an odd number of quotes behind the brace one ends the text: the last.
        let behind = self.text.get(hole..self.at).unwrap_or("");
        if behind.matches('"').count() % 2 == 1
            && let Some(quote) = behind.rfind('"')
        {
            self.hole_at_quote((index, hole, string), hole + quote);
            return true;
        }
        if let Some(end) = self.hole_end_below() {
            self.mismatched_hole((index, hole, string), end);
            return true;
        }
        self.stack.truncate(index);
        self.line_holes = 0;
        let start = string.start;
        let line = self.text.get(start..self.at).unwrap_or("").trim_end();
        let back = self.resume_after_unclosed(start, line) == hole;
        if !back && let Some(brace) = self.hole_brace_below(hole) {
            self.unclosed_behind_hole((index, string), brace);
            return true;
        }
        let (span, brace) = (self.span(start, start + 1), self.span(hole, hole + 1));
        self.report(&codes::SYNTAX_UNCLOSED_STRING, span, |code| {
            let diagnostic = Diagnostic::new(code, span, UNCLOSED).label("opened here");
            if back {
                diagnostic.also(brace, "expected `\"` before this").help("write the closing `\"`")
            } else {
                diagnostic
                    .also(brace, "this `{` is open at the end of the line")
                    .help("write the closing `}` and `\"`; for a brace in a text write `\\{`")
            }
        });
        if back {
            self.at = hole;
        }
        self.close_string(string, Code::TEXT_LITERAL);
        back
    }

    /// The text ends, or is cut, inside a text block.
    fn unclosed_block_string(&mut self, string: Text) {
        self.suspect();
        self.unclosed_block = Some(string.start);
        match self.stack.iter().find(|frame| matches!(frame.kind, FrameKind::Hole(_))) {
            // The quotes that seem to begin this block end one whose hole was not closed.
            Some(hole) => self.unclosed_hole_of_block(hole.at, string.start),
            None => self.report_unclosed_block(string.start),
        }
        self.close_string(string, Code::TEXT_LITERAL);
        // What it swallowed would have closed what is open.
        self.stack.clear();
        self.line_holes = 0;
        self.end_chunk(true);
        self.begin_line();
    }

    fn unclosed_hole_of_block(&mut self, hole: usize, quotes: usize) {
        let (brace, end) = (self.span(hole, hole + 1), self.span(quotes, quotes + 3));
        self.report(&codes::SYNTAX_UNCLOSED_BRACKET, brace, |code| {
            Diagnostic::new(code, brace, "this `{` is not closed")
                .label("opened here")
                .also(end, "expected `}` before this `\"\"\"`")
                .help("write `}` where the value ends; for a brace in a text write `\\{`")
        });
    }

    pub(super) fn report_unclosed_block(&mut self, start: usize) {
        let span = self.span(start, start + 3);
        self.report(&codes::SYNTAX_UNCLOSED_STRING, span, |code| {
            Diagnostic::new(code, span, "this text block is not closed")
                .label("opened here")
                .help("write `\"\"\"` where the text ends")
        });
    }

    /// Makes one token of an unclosed string up to the cursor.
    pub(super) fn close_string(&mut self, string: Text, code: char) {
        self.tokens.truncate(string.token);
        self.push(code, string.start);
        self.last = Last::Operand;
        self.last_end = self.at;
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

    /// A regex that does not end in its line, where a value must stand.
    pub(super) fn unclosed_regex(&mut self) {
        let start = self.at;
        let rest = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let line = rest.trim_end();
        let end = start + line.len();
        let (span, line_end) = (self.span(start, start + 1), self.span(end, end));
        self.report(&codes::SYNTAX_UNCLOSED_STRING, span, |code| {
            Diagnostic::new(code, span, "this regex has no closing `/`")
                .label("opened here")
                .also(line_end, "the line ends here")
                .help("write the closing `/`; a slash inside a regex is written `\\/`")
        });
        self.at = self.resume_after_unclosed(start, line);
        self.push(Code::UNKNOWN, start);
        self.last = Last::Operand;
    }

    /// A regex has a slash of its own at `at`, and ends at `last`.
    pub(super) fn slash_in_regex(&mut self, start: usize, at: usize, last: usize) {
        let (span, end) = (self.span(at, at + 1), self.span(last, last + 1));
        let inside = self.text.get(start + 1..last).unwrap_or("").replace("\\/", "/").replace('/', "\\/");
        let help = if inside.len() <= 60 {
            format!("a slash inside a regex is written `\\/`: `/{inside}/`")
        } else {
            "write `\\/` for each slash inside the regex".to_owned()
        };
        self.report(&codes::SYNTAX_UNEXPECTED, span, |code| {
            Diagnostic::new(code, span, "found a slash inside a regex, where it would end it")
                .label("expected `\\/`")
                .also(end, "the regex ends here")
                .help(help)
        });
    }
}
