//! Strings and regexes.

use super::Builder;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{Format, Name, PatternLit, RegexLit, StringLit, StringPart};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::Node;
use smol_str::SmolStr;

impl Builder<'_> {
    /// `text` or `string`.
    pub(super) fn string(&mut self, node: &Node<'_>) -> StringLit {
        let span = self.span_of(node);
        if node.rule == Rule::text {
            let text = self.slice(node.start + 1, node.end.saturating_sub(1));
            let parts = if text.is_empty() {
                Vec::new()
            } else {
                let span = self.span(node.start + 1, node.end - 1);
                vec![StringPart::Text { text: SmolStr::new(text), span }]
            };
            return StringLit { parts, block: false, span };
        }
        let block = self.text_of(node).starts_with("\"\"\"");
        let quotes = if block { 3 } else { 1 };
        let mut text = StringText { start: node.start + quotes, end: node.end - quotes, indent: 0, block };
        if block {
            text.trim(self);
            text.indent = text.common_indent(self, node);
        }
        let mut parts = Vec::new();
        let mut at = text.start;
        let mut line_start = block;
        for hole in node.children.filter(|child| child.rule == Rule::hole) {
            self.text_part(&text, at..hole.start, line_start, &mut parts);
            parts.push(self.hole(&hole));
            at = hole.end;
            line_start = false;
        }
        self.text_part(&text, at..text.end, line_start, &mut parts);
        StringLit { parts, block, span }
    }

    /// The value of a text without escapes and holes, with the span of its quotes.
    pub(super) fn text_name(&self, node: &Node<'_>) -> Name {
        let text = self.slice(node.start + 1, node.end.saturating_sub(1));
        Name { text: SmolStr::new(text), span: self.span_of(node) }
    }

    fn hole(&mut self, node: &Node<'_>) -> StringPart {
        let mut children = node.children;
        let expr = self.expr(&children.must());
        let format = children
            .accept(Rule::format)
            .map(|format| Format { text: SmolStr::new(self.text_of(&format)), span: self.span_of(&format) });
        StringPart::Hole { expr: Box::new(expr), format, span: self.span_of(node) }
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
            let span = self.span(range.start, range.end);
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
        let span = self.span(at, at + length);
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNKNOWN_ESCAPE,
                span,
                format!("`\\{char}` is no escape of a text"),
            )
            .label(r#"expected `\n`, `\t`, `\r`, `\"`, `\\`, `\{`, `\}` or `\u{...}`"#)
            .help(format!("for a backslash write `\\\\{char}`; a regex stands between slashes"))
            .fix(
                crate::diagnostics::Applicability::Unsafe,
                "write the backslash twice",
                span,
                format!("\\\\{char}"),
            ),
        );
        text.push('\\');
        text.push_str(char);
        length
    }

    pub(super) fn regex(&self, node: &Node<'_>) -> RegexLit {
        let text = self.text_of(node);
        let close = text.rfind('/').unwrap_or(text.len());
        RegexLit {
            pattern: SmolStr::new(text.get(1..close).unwrap_or("")),
            flags: SmolStr::new(text.get(close + 1..).unwrap_or("")),
            span: self.span_of(node),
        }
    }

    pub(super) fn pattern(&self, node: &Node<'_>) -> PatternLit {
        let text = self.slice(node.start + 1, node.end.saturating_sub(1));
        PatternLit { text: SmolStr::new(text), span: self.span_of(node) }
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
    fn common_indent(&self, builder: &Builder<'_>, node: &Node<'_>) -> usize {
        let mut least: Option<usize> = None;
        let mut current = Some(0);
        let mut at = self.start;
        let mut holes = node.children.filter(|child| child.rule == Rule::hole);
        loop {
            let hole = holes.next();
            let end = hole.as_ref().map_or(self.end, |hole| hole.start);
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
            let Some(hole) = hole else { break };
            if let Some(blanks) = current.take() {
                least = Some(least.map_or(blanks, |least| least.min(blanks)));
            }
            at = hole.end;
        }
        least.unwrap_or(0)
    }
}
