//! Strings and regexes.

use super::Builder;
use crate::base::Span;
use crate::diagnostics::{Applicability, Diagnostic, codes};
use crate::syntax::ast::{Format, Name, PatternLit, RegexLit, StringLit, StringPart};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;
use crate::syntax::tree::Node;
use smol_str::SmolStr;

/// What a text may stand between; the scan reports all but the first.
const QUOTES: [char; 8] = ['"', '\'', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{201e}'];

impl Builder<'_> {
    /// `text` or `string`.
    pub(super) fn string(&mut self, node: &Node<'_>) -> StringLit {
        if node.rule == Rule::text {
            return self.text_literal(node.start);
        }
        let (start, end) = self.bytes(node.start, node.end);
        let block = self.slice(start, end).starts_with("\"\"\"");
        let quotes = if block { 3 } else { 1 };
        let mut text = StringText { start: start + quotes, end: end - quotes, indent: 0, block };
        let holes: Vec<(usize, usize)> = node.children.map(|hole| self.hole_bytes(&hole)).collect();
        if block {
            text.trim(self);
            text.indent = text.common_indent(self, &holes);
        }
        let mut parts = Vec::with_capacity(2 * holes.len() + 1);
        let mut at = text.start;
        let mut line_start = block;
        for (hole, (open, close)) in node.children.zip(holes) {
            self.text_part(&text, at..open, line_start, &mut parts);
            parts.push(self.hole(&hole, self.byte_span(open, close)));
            at = close;
            line_start = false;
        }
        self.text_part(&text, at..text.end, line_start, &mut parts);
        StringLit { parts, block, span: self.byte_span(start, end) }
    }

    /// A string without holes: one token. One that is not closed has only its opening quote.
    pub(super) fn text_literal(&mut self, token: usize) -> StringLit {
        let span = self.token_span(token);
        let (start, end) = self.bytes(token, token + 1);
        let raw = self.slice(start, end);
        let block = raw.starts_with("\"\"\"");
        if !raw.starts_with('"') {
            // Other quotes were reported by the scan: whatever is between them is a text.
            let text = raw.trim_matches(QUOTES);
            return StringLit {
                parts: vec![StringPart::Text { text: SmolStr::new(text), span }],
                block,
                span,
            };
        }
        let quotes = if block { 3 } else { 1 };
        let inner = raw.get(quotes..).unwrap_or("");
        let inner = inner.strip_suffix(if block { "\"\"\"" } else { "\"" }).unwrap_or(inner);
        let mut text =
            StringText { start: start + quotes, end: start + quotes + inner.len(), indent: 0, block };
        let mut parts = Vec::with_capacity(1);
        if block {
            text.trim(self);
            text.indent = text.common_indent(self, &[]);
        } else if !inner.contains('\\') {
            if !inner.is_empty() {
                let span = self.byte_span(text.start, text.end);
                parts.push(StringPart::Text { text: SmolStr::new(inner), span });
            }
            return StringLit { parts, block, span };
        }
        self.text_part(&text, text.start..text.end, block, &mut parts);
        StringLit { parts, block, span }
    }

    /// The value of a text without holes, with the span of its quotes.
    pub(super) fn text_name(&mut self, token: usize) -> Name {
        let text = self.text_literal(token);
        Name { text: SmolStr::new(text.as_plain().unwrap_or("")), span: text.span }
    }

    /// The offsets of the braces of a hole, both included. They are ends of the tokens around it.
    fn hole_bytes(&self, hole: &Node<'_>) -> (usize, usize) {
        let (_, open) = self.bytes(hole.start - 1, hole.start);
        let (close, _) = self.bytes(hole.end, hole.end + 1);
        (open - 1, close + 1)
    }

    fn hole(&mut self, node: &Node<'_>, span: Span) -> StringPart {
        let mut children = node.children;
        let expr = self.expr(&children.must());
        let last = node.end - 1;
        let format = (self.code(last) == Code::FORMAT).then(|| {
            let (start, end) = self.bytes(last, node.end);
            Format { text: SmolStr::new(self.slice(start + 1, end)), span: self.byte_span(start + 1, end) }
        });
        StringPart::Hole { expr: Box::new(expr), format, span }
    }

    fn text_part(
        &mut self,
        string: &StringText,
        range: std::ops::Range<usize>,
        line_start: bool,
        parts: &mut Vec<StringPart>,
    ) {
        if range.start >= range.end {
            return;
        }
        let raw = self.slice(range.start, range.end);
        let mut text = String::with_capacity(raw.len());
        let mut chars = raw.char_indices().peekable();
        let mut skip = if line_start { string.indent } else { 0 };
        while let Some((at, char)) = chars.next() {
            match char {
                ' ' | '\t' if skip > 0 => skip -= 1,
                '\r' if string.block && chars.peek().is_some_and(|(_, next)| *next == '\n') => {}
                '\n' => {
                    text.push('\n');
                    skip = string.indent;
                }
                '\\' => {
                    skip = 0;
                    let rest = raw.get(at..).unwrap_or("");
                    let length = self.escape(rest, range.start + at, &mut text);
                    while chars.peek().is_some_and(|(next, _)| *next < at + length) {
                        chars.next();
                    }
                }
                _ => {
                    skip = 0;
                    text.push(char);
                }
            }
        }
        if !text.is_empty() {
            let span = self.byte_span(range.start, range.end);
            parts.push(StringPart::Text { text: SmolStr::from(text), span });
        }
    }

    /// Resolves the escape at the start of `rest`; gives its length in bytes.
    fn escape(&mut self, rest: &str, at: usize, text: &mut String) -> usize {
        let mut chars = rest.chars().skip(1);
        let next = chars.next().unwrap_or('\\');
        let plain = match next {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '"' | '\\' | '{' | '}' | '/' => next,
            'u' => {
                let digits = rest
                    .get(2..)
                    .and_then(|rest| rest.strip_prefix('{'))
                    .and_then(|rest| rest.split_once('}'));
                let value = digits
                    .and_then(|(digits, _)| Some((digits.len(), u32::from_str_radix(digits, 16).ok()?)));
                if let Some((length, char)) =
                    value.and_then(|(length, value)| Some((length, char::from_u32(value)?)))
                {
                    text.push(char);
                    return length + 4;
                }
                return self.unknown_escape("u", at, text);
            }
            _ => return self.unknown_escape(next.encode_utf8(&mut [0; 4]), at, text),
        };
        text.push(plain);
        2
    }

    fn unknown_escape(&mut self, char: &str, at: usize, text: &mut String) -> usize {
        let length = 1 + char.len();
        let span = self.byte_span(at, at + length);
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNKNOWN_ESCAPE,
                span,
                format!("`\\{char}` is no escape of a text"),
            )
            .label(r#"expected `\n`, `\t`, `\r`, `\"`, `\\`, `\{`, `\}` or `\u{...}`"#)
            .help(format!("for a backslash write `\\\\{char}`; a regex stands between slashes"))
            .fix(Applicability::Unsafe, "write the backslash twice", span, format!("\\\\{char}")),
        );
        text.push('\\');
        text.push_str(char);
        length
    }

    pub(super) fn regex(&self, token: usize) -> RegexLit {
        let text = self.token_text(token);
        let close = text.rfind('/').unwrap_or(text.len());
        RegexLit {
            pattern: SmolStr::new(text.get(1..close).unwrap_or("")),
            flags: SmolStr::new(text.get(close + 1..).unwrap_or("")),
            span: self.token_span(token),
        }
    }

    pub(super) fn pattern(&self, node: &Node<'_>) -> PatternLit {
        let text = self.text_of(node);
        let inner = text.strip_prefix(QUOTES).unwrap_or(text);
        let inner = inner.strip_suffix(QUOTES).unwrap_or(inner);
        PatternLit { text: SmolStr::new(inner), span: self.span_of(node) }
    }
}

/// The inside of a string: a range of the chunk.
struct StringText {
    start: usize,
    end: usize,
    /// Blanks to take from the start of each line.
    indent: usize,
    block: bool,
}

impl StringText {
    /// Drops the rest of the opening line and the line of the closing quotes, if they are blank.
    fn trim(&mut self, builder: &Builder<'_>) {
        let raw = builder.slice(self.start, self.end);
        let Some(first) = raw.find('\n') else { return };
        if raw.get(..first).unwrap_or("").trim().is_empty() {
            self.start += first + 1;
        }
        let raw = builder.slice(self.start, self.end);
        match raw.rfind('\n') {
            Some(last) if raw.get(last..).unwrap_or("").trim().is_empty() => {
                self.end = self.start + raw.get(..last).unwrap_or("").trim_end_matches('\r').len();
            }
            None if raw.trim().is_empty() => self.end = self.start,
            _ => {}
        }
    }

    /// The least number of blanks before the lines that are not blank. Lines inside a hole do not
    /// count.
    fn common_indent(&self, builder: &Builder<'_>, holes: &[(usize, usize)]) -> usize {
        let mut least: Option<usize> = None;
        let mut current = Some(0);
        let mut at = self.start;
        let mut holes = holes.iter();
        loop {
            let hole = holes.next();
            let end = hole.map_or(self.end, |(open, _)| *open);
            for byte in builder.slice(at, end.max(at)).bytes() {
                match (byte, current) {
                    (b'\n', _) => current = Some(0),
                    (b' ' | b'\t', Some(blanks)) => current = Some(blanks + 1),
                    (b'\r', _) | (_, None) => {}
                    (_, Some(blanks)) => {
                        least = Some(least.map_or(blanks, |least| least.min(blanks)));
                        current = None;
                    }
                }
            }
            let Some((_, close)) = hole else { break };
            if let Some(blanks) = current.take() {
                least = Some(least.map_or(blanks, |least| least.min(blanks)));
            }
            at = *close;
        }
        least.unwrap_or(0)
    }
}
