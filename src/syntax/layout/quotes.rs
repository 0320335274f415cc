//! Lines in which a quote is missing.
//!
//! It makes text of code and code of text up to the end of the line. So nothing behind it in the line is believed:
//! the text goes on to the end of the line, and what was opened in the line is closed there.

use super::Code;
use super::scanner::{Frame, FrameKind, Quote, Scanner, Text};
use super::strings::UNCLOSED;
use super::token::is_word_byte;
use super::words::{code_of, is_reserved_code};
use crate::diagnostics::{Diagnostic, codes};

/// Which quote a line lacks.
#[derive(Debug, PartialEq, Eq)]
enum Missing {
    /// The text that begins at this offset has no end.
    End(usize),
    /// The text that ends at this offset has no beginning.
    Beginning(usize),
}

/// What a place of a line is in.
#[derive(Clone, Copy)]
enum Inside {
    /// A text, by its quote.
    Text(usize),
    Hole,
}

/// The quote that a line lacks, where one of them opens what is not closed. A quote that touches words on the wrong
/// side tells where they were exchanged.
fn missing(line: &[u8], unclosed: usize) -> Missing {
    let mut inside: Vec<Inside> = Vec::new();
    let mut at = 0;
    while let Some(byte) = line.get(at) {
        match (inside.last().copied(), byte) {
            (Some(Inside::Text(_)), b'\\') => at += 1,
            (Some(Inside::Text(_)), b'{') => inside.push(Inside::Hole),
            (Some(Inside::Text(quote)), b'"') => {
                inside.pop();
                if line.get(at + 1).copied().is_some_and(is_word_byte) {
                    return Missing::End(quote);
                }
            }
            (Some(Inside::Text(_)), _) => {}
            (Some(Inside::Hole), b'}') => {
                inside.pop();
            }
            (None | Some(Inside::Hole), b'"') => {
                let before = at.checked_sub(1).and_then(|before| line.get(before)).copied();
                if inside.is_empty()
                    && before.is_some_and(|byte| is_word_byte(byte) || b".!?*`)]}%".contains(&byte))
                {
                    return Missing::Beginning(at);
                }
                inside.push(Inside::Text(at));
            }
            (None, b'/') if line.get(at + 1) == Some(&b'/') && !is_address(line.get(..at).unwrap_or(&[])) => {
                break;
            }
            (None | Some(Inside::Hole), _) => {}
        }
        at += 1;
    }
    let open = inside.iter().find_map(|inside| match inside {
        Inside::Text(quote) => Some(*quote),
        Inside::Hole => None,
    });
    Missing::End(open.unwrap_or(unclosed))
}

/// Whether two slashes that follow belong to an address.
fn is_address(before: &[u8]) -> bool {
    before.ends_with(b"https:") || before.ends_with(b"http:")
}

impl<'a> Scanner<'a> {
    /// Whether the slashes at the cursor are no comment, but those of an address of which a quote is missing.
    pub(super) fn is_bare_address(&self) -> bool {
        let quotes = self.rest_at(self.at).matches('"').count();
        is_address(self.bytes.get(..self.at).unwrap_or(&[])) && quotes % 2 == 1
    }

    /// Reports the quote that is missing in the line of an address, and goes on at its end.
    pub(super) fn end_at_address(&mut self) {
        let text = Text { quote: Quote::Line, start: self.at, token: self.tokens.len() };
        self.missing_quote(self.at);
        self.end_line(text, Code::TEXT_LITERAL);
    }

    /// The rest of the line that an offset is in, without blanks at its end.
    fn rest_at(&self, at: usize) -> &'a str {
        self.text.get(at..).and_then(|rest| rest.split('\n').next()).unwrap_or("").trim_end()
    }

    /// Reports the quote that the line lacks in which a text is not closed.
    pub(super) fn missing_quote(&mut self, unclosed: usize) {
        self.mark(unclosed);
        let line = self.line_start.min(unclosed);
        let found = missing(self.rest_at(line).as_bytes(), unclosed - line);
        // Other quotes in the line are no mistake of their own.
        while self.diagnostics.last().is_some_and(|last| {
            last.code.name == codes::SYNTAX_QUOTE_STYLE.name && last.span.start as usize >= line
        }) {
            self.diagnostics.pop();
        }
        match found {
            Missing::End(quote) => {
                let start = line + quote;
                let end = start + self.rest_at(start).len();
                let (span, line_end) = (self.span(start, start + 1), self.span(end, end));
                self.report(&codes::SYNTAX_UNCLOSED_STRING, span, |code| {
                    Diagnostic::new(code, span, UNCLOSED)
                        .label("opened here")
                        .also(line_end, "the line ends here")
                        .help("write the closing `\"`; a text of several lines stands between `\"\"\"`")
                });
            }
            Missing::Beginning(quote) => {
                let span = self.span(line + quote, line + quote + 1);
                let help = match first_word(self.text.get(line..line + quote).unwrap_or("")) {
                    Some(word) => format!("write `\"` before `{word}`"),
                    None => "write `\"` where the text begins".to_owned(),
                };
                self.report(&codes::SYNTAX_UNCLOSED_STRING, span, |code| {
                    Diagnostic::new(code, span, "this text has no opening quote")
                        .label("closed here")
                        .help(help)
                });
            }
        }
    }

    /// Ends a text without a closing quote, and what was opened in its line.
    pub(super) fn end_line(&mut self, string: Text, code: char) {
        let start = string.start.max(self.line_start);
        let line = self.rest_at(start);
        let end = start + line.len();
        let deeper = self.line_below(end).is_some_and(|(indent, _)| indent > self.indent);
        let (mut open, closed) =
            pairs(line, self.stack.iter().rev().take_while(|frame| frame.at >= self.line_start));
        self.at = match self.brace_of_block(line, deeper) {
            Some(length) => {
                open.retain(|bracket| *bracket < length);
                start + length
            }
            None => end,
        };
        self.close_string(string, code);
        let opened = self.stack.iter().rev().take_while(|frame| frame.at >= self.line_start).count();
        let count = if deeper { closed.min(opened) } else { opened };
        for _ in 0..count {
            self.close_forgotten(self.at);
        }
        if deeper {
            // What is open inside the text closes in a line below.
            for bracket in open {
                self.open_forgotten(line.as_bytes().get(bracket).copied(), start + bracket);
            }
        }
    }

    /// Opens a bracket that stands inside of what was read as a text, by a token of no length.
    fn open_forgotten(&mut self, bracket: Option<u8>, at: usize) {
        let (kind, code) = match bracket {
            Some(b'(') => (FrameKind::Paren, '('),
            Some(b'[') => (FrameKind::Square, '['),
            _ => return,
        };
        self.stack.push(Frame { kind, at, indent: self.indent, data: false });
        self.push_range(Code::UNKNOWN, self.at, self.at);
        self.push_range(code, self.at, self.at);
    }

    /// The place of the brace at the end of a line that is rather the one of a block than a part of the text: one that
    /// opens it, or that closes the block around.
    fn brace_of_block(&self, line: &str, deeper: bool) -> Option<usize> {
        let last = line.len().checked_sub(1).filter(|last| *last > 0)?;
        if line.ends_with('{') {
            return (deeper || self.stack.is_empty()).then_some(last);
        }
        let frame = self.stack.last().filter(|_| line.ends_with('}'))?;
        let around = frame.kind == FrameKind::Brace && frame.at < self.line_start;
        let end = self.text.get(self.at..)?.find('\n').map(|length| self.at + length)?;
        let below = self.line_below(end);
        let closes = below
            .is_none_or(|(indent, byte)| indent < frame.indent || indent == frame.indent && byte != b'}');
        (around && closes).then_some(last)
    }
}

/// Places of the brackets that a piece of a line opens and does not close, and how many it closes that `before` opened,
/// the innermost first.
fn pairs<'f>(line: &str, before: impl Iterator<Item = &'f Frame>) -> (Vec<usize>, usize) {
    let mut before = before.map(|frame| frame.kind.closer());
    let (mut open, mut closed): (Vec<(usize, char)>, usize) = (Vec::new(), 0);
    let mut next = before.next();
    for (at, char) in line.char_indices() {
        let closer = match char {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            _ if open.last().is_some_and(|(_, closer)| *closer == char) => {
                open.pop();
                continue;
            }
            _ if open.is_empty() && next == Some(char) => {
                closed += 1;
                next = before.next();
                continue;
            }
            _ => continue,
        };
        open.push((at, closer));
    }
    (open.into_iter().map(|(at, _)| at).collect(), closed)
}

/// The first word of the text that ends a piece of code: behind what begins its statement, or the sign before it.
fn first_word(code: &str) -> Option<&str> {
    let from = code.rfind(['"', '(', '[', '{', '=', ';', ',', ':', '|', '}']).map_or(0, |sign| sign + 1);
    let sign = code.get(..from)?.chars().next_back();
    let statement = code.get(code.rfind(['{', ';']).map_or(0, |sign| sign + 1)..)?.trim_start();
    let mut words = code.get(from..)?.split_whitespace();
    match sign {
        // All but its first word, commas too.
        _ if !statement.contains(['"', '(', '[', '=', ':', '|', '}']) => {
            words = statement.split_whitespace();
            words.next();
        }
        // A hole: the text begins before it.
        Some('}') => return None,
        // The word of the statement, or the type of an input.
        None | Some('{' | ';') => drop(words.next()),
        Some(':') if statement.starts_with("input ") => drop(words.next()),
        Some(_) => {}
    }
    words.find(|word| !code_of(word.as_bytes()).is_some_and(is_reserved_code))
}

#[cfg(test)]
mod tests {
    use super::{Missing, first_word, missing};

    #[test]
    fn the_quote_that_is_missing_is_told_from_the_words_that_touch_another() {
        for (line, wanted) in [
            (r#"say "Hello"#, Missing::End(4)),
            (r#"submit Go" -> go()"#, Missing::Beginning(9)),
            (r#"input o: "x | "y" "O" required"#, Missing::End(9)),
            (r#"say lines.join("a") + b" + "c""#, Missing::Beginning(23)),
            (r#"text "a {x} b }; text "c""#, Missing::End(5)),
            (r#"say "{m["a"]} b"#, Missing::End(4)),
            (r#"open "A" https://a.co/1" color: "x""#, Missing::Beginning(23)),
            (r#"say "a" // it's "so"#, Missing::End(1)),
        ] {
            assert_eq!(missing(line.as_bytes(), 1), wanted, "{line}");
        }
    }

    #[test]
    fn the_text_without_a_beginning_begins_behind_the_word_of_its_statement() {
        for (code, wanted) in [
            ("  submit Go", Some("Go")),
            ("  say Hello there", Some("Hello")),
            ("  say Hello, you", Some("Hello,")),
            ("command \"a\" { say ask now", Some("now")),
            ("let a = ask Who?", Some("Who?")),
            ("f(", None),
            ("  input why: text Why?", Some("Why?")),
            ("  say Hello, {name}!", None),
            ("  let x = [\"a\", b", Some("b")),
        ] {
            assert_eq!(first_word(code), wanted, "{code}");
        }
    }
}
