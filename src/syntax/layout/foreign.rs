//! Signs that people bring along: comments with `#` and `/* */`, texts in other quotes.

use super::Code;
use super::scanner::{Last, Scanner};
use super::strings::LINES_MAX;
use crate::diagnostics::{Applicability, Diagnostic, Edit, Fix, codes};

impl Scanner<'_> {
    /// Steps over a comment of another language, and reports it.
    pub(super) fn foreign_comment(&mut self, byte: u8) -> bool {
        match byte {
            b'#' => self.line_holes == 0 && self.line_comment("#"),
            b'/' if self.peek(1) == Some(b'*') => self.block_comment(),
            b'-' if self.line_blank && self.peek(1) == Some(b'-') && self.peek(2) == Some(b' ') => {
                self.line_comment("--")
            }
            _ => false,
        }
    }

    /// Steps over a text in other quotes, and reports it.
    pub(super) fn foreign_text(&mut self) -> bool {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some('\'') => self.other_quotes('\'', '\''),
            Some('`') => self.other_quotes('`', '`'),
            Some('\u{201c}' | '\u{201d}' | '\u{201e}') => self.other_quotes('\u{201d}', '\u{201c}'),
            Some('\u{2018}' | '\u{2019}') => self.other_quotes('\u{2019}', '\u{2018}'),
            _ => false,
        }
    }

    fn rest_of_line(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        self.at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
    }

    fn line_comment(&mut self, sign: &str) -> bool {
        let span = self.span(self.at, self.at + sign.len());
        self.report(&codes::SYNTAX_COMMENT_STYLE, span, |code| {
            Diagnostic::new(code, span, format!("found `{sign}`; a comment begins with `//`"))
                .label("expected `//`")
                .help("write `//`")
                .fix(Applicability::Unsafe, "write `//`", span, "//")
        });
        self.at = self.rest_of_line();
        true
    }

    fn block_comment(&mut self) -> bool {
        let span = self.span(self.at, self.at + 2);
        self.report(&codes::SYNTAX_COMMENT_STYLE, span, |code| {
            Diagnostic::new(code, span, "found `/*`; a comment begins with `//`")
                .label("expected `//`")
                .help("write `//` before each line of the comment")
        });
        let length = self.text.get(self.at..).and_then(|rest| rest.find("*/"));
        self.at = length.map_or_else(|| self.rest_of_line(), |length| self.at + length + 2);
        true
    }

    /// A text in other quotes, which ends in its line; between backticks also in a later one.
    fn other_quotes(&mut self, close: char, also: char) -> bool {
        let start = self.at;
        let end_of_search = if close == '`' { self.bytes.len() } else { self.rest_of_line() };
        let rest = self.text.get(start..end_of_search).unwrap_or("");
        let open = rest.chars().next().map_or(1, char::len_utf8);
        let inner = rest.get(open..).unwrap_or("");
        let Some(length) = closing_quote(inner, [close, also]) else { return false };
        let quote = inner.get(length..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        let end = start + open + length + quote;
        let text = inner.get(..length).unwrap_or("");
        let (lines, quoted) = (text.contains('\n'), text.contains('"'));
        let span = if lines { self.span(start, start + open) } else { self.span(start, end) };
        let sides = [self.span(start, start + open), self.span(end - quote, end)];
        self.report(&codes::SYNTAX_QUOTE_STYLE, span, |code| {
            let (help, mark) = if lines {
                ("write `\"\"\"` on both sides of a text of several lines", "\"\"\"")
            } else if quoted {
                ("write `\"` on both sides, and `\\\"` for a quote inside", "")
            } else {
                ("write `\"` on both sides", "\"")
            };
            let mut diagnostic = Diagnostic::new(code, span, "a text stands between `\"`")
                .label("these are other quotes")
                .help(help);
            if !mark.is_empty() {
                diagnostic.fix = Some(Fix {
                    title: help.to_owned(),
                    edits: sides.map(|span| Edit { span, text: mark.to_owned() }).to_vec(),
                    applicability: Applicability::Safe,
                });
            }
            diagnostic
        });
        self.at = end;
        if let Some(line) = text.rfind('\n') {
            self.line_start = start + open + line + 1;
        }
        self.push(if self.in_pattern() { Code::PATTERN } else { Code::TEXT_LITERAL }, start);
        self.last = Last::Operand;
        true
    }
}

/// Where a text in other quotes ends: at the first of its quotes that is not escaped, with no half of a text
/// between `"` before it.
fn closing_quote(inner: &str, quotes: [char; 2]) -> Option<usize> {
    let mut escaped = false;
    let mut lines = 0;
    let length = inner.char_indices().find_map(|(at, char)| {
        lines += usize::from(char == '\n');
        let found = !escaped && quotes.contains(&char);
        escaped = !escaped && char == '\\';
        (found || lines > LINES_MAX).then_some(at)
    })?;
    let text = inner.get(..length)?;
    (lines <= LINES_MAX && text.matches('"').count() % 2 == 0).then_some(length)
}
