//! Signs that people bring along: comments with `#` and `/* */`, texts in other quotes.

use super::Code;
use super::scanner::{Last, Scanner};
use crate::diagnostics::{Applicability, Diagnostic, Edit, Fix, codes};

impl Scanner<'_> {
    /// Steps over a comment of another language, and reports it.
    pub(super) fn foreign_comment(&mut self, byte: u8) -> bool {
        match byte {
            b'#' => self.hash_comment(),
            b'/' if self.peek(1) == Some(b'*') && self.last != Last::Operand => self.block_comment(),
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

    fn hash_comment(&mut self) -> bool {
        let span = self.span(self.at, self.at + 1);
        self.report(&codes::SYNTAX_COMMENT_STYLE, span, |code| {
            Diagnostic::new(code, span, "found `#`; a comment begins with `//`")
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

    /// A text in other quotes that ends in its line.
    fn other_quotes(&mut self, close: char, also: char) -> bool {
        let start = self.at;
        let line = self.text.get(start..self.rest_of_line()).unwrap_or("");
        let open = line.chars().next().map_or(1, char::len_utf8);
        let inner = line.get(open..).unwrap_or("");
        let Some(length) =
            inner.find([close, also, '"']).filter(|at| inner.as_bytes().get(*at) != Some(&b'"'))
        else {
            return false;
        };
        let quote = inner.get(length..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        let end = start + open + length + quote;
        let span = self.span(start, end);
        let sides = [self.span(start, start + open), self.span(end - quote, end)];
        self.report(&codes::SYNTAX_QUOTE_STYLE, span, |code| {
            let mut diagnostic = Diagnostic::new(code, span, "a text stands between `\"`")
                .label("these are other quotes")
                .help("write `\"` on both sides");
            diagnostic.fix = Some(Fix {
                title: "write `\"` on both sides".to_owned(),
                edits: sides.map(|span| Edit { span, text: "\"".to_owned() }).to_vec(),
                applicability: Applicability::Safe,
            });
            diagnostic
        });
        self.at = end;
        self.push(Code::TEXT_LITERAL, start);
        self.last = Last::Operand;
        true
    }
}
