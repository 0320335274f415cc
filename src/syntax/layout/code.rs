//! The codes of tokens that are no words. A test compares them with the grammar.

/// One character for each kind of token.
pub(in crate::syntax) struct Code;

#[rustfmt::skip]
impl Code {
    pub(in crate::syntax) const PLAIN: char = 'a';
    pub(in crate::syntax) const NUMBER: char = '0';
    pub(in crate::syntax) const CLOCK_TIME: char = 'c';
    pub(in crate::syntax) const TEXT_LITERAL: char = '"';
    pub(in crate::syntax) const STRING_START: char = 's';
    pub(in crate::syntax) const STRING_MIDDLE: char = 'm';
    pub(in crate::syntax) const STRING_END: char = 'e';
    pub(in crate::syntax) const FORMAT: char = 'f';
    pub(in crate::syntax) const REGEX: char = 'r';
    pub(in crate::syntax) const PATTERN: char = 'p';
    pub(in crate::syntax) const CHAT: char = 't';
    pub(in crate::syntax) const FIELD: char = '.';
    pub(in crate::syntax) const OPTIONAL_FIELD: char = '&';
    pub(in crate::syntax) const CALL: char = '$';
    pub(in crate::syntax) const INDEX: char = '#';
    pub(in crate::syntax) const OPTIONAL_INDEX: char = '%';
    pub(in crate::syntax) const GIVES: char = '>';
    pub(in crate::syntax) const ARROW: char = '-';
    pub(in crate::syntax) const SPREAD: char = '*';
    pub(in crate::syntax) const ADD_TO: char = '+';
    pub(in crate::syntax) const SUBTRACT_FROM: char = '_';
    pub(in crate::syntax) const OPTIONAL: char = '?';
    pub(in crate::syntax) const MINUS: char = 'B';
    pub(in crate::syntax) const LESS: char = 'J';
    pub(in crate::syntax) const GREATER: char = 'K';
    pub(in crate::syntax) const NOT: char = 'T';
    pub(in crate::syntax) const AS: char = 'S';
    pub(in crate::syntax) const END: char = '\n';
    /// `not in`, with any blanks between
    pub(super) const NOT_IN: char = 'R';
    /// A character that begins no token.
    pub(in crate::syntax) const UNKNOWN: char = '@';
}

impl Code {
    /// The code of an operator between two operands, and its length in bytes.
    pub(super) fn infix(bytes: &[u8]) -> Option<(char, usize)> {
        let two = match bytes.get(..2) {
            Some(b"==") => Some('F'),
            Some(b"!=") => Some('G'),
            Some(b"<=") => Some('H'),
            Some(b">=") => Some('I'),
            Some(b"??") => Some('L'),
            Some(b"..") => Some('M'),
            _ => None,
        };
        if let Some(code) = two {
            return Some((code, 2));
        }
        let one = match bytes.first()? {
            b'+' => 'A',
            b'-' => Self::MINUS,
            b'*' => 'C',
            b'/' => 'D',
            b'%' => 'E',
            b'<' => Self::LESS,
            b'>' => Self::GREATER,
            _ => return None,
        };
        Some((one, 1))
    }

    /// Whether a code is that of an operator between two operands.
    pub(in crate::syntax) fn is_infix(code: char) -> bool {
        matches!(code, 'A'..='R')
    }

    /// Whether a code opens a bracket that another closes.
    pub(in crate::syntax) fn is_opening(code: char) -> bool {
        matches!(code, '{' | '(' | '[' | Self::CALL | Self::INDEX | Self::OPTIONAL_INDEX | Self::STRING_START)
    }

    /// Whether a code closes a bracket.
    pub(in crate::syntax) fn is_closing(code: char) -> bool {
        matches!(code, '}' | ')' | ']' | Self::STRING_END)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_grammar_has_the_same_codes() {
        let grammar = include_str!("../../../grammar/wbot.pest");
        let source = include_str!("code.rs");
        let lines =
            source.lines().filter_map(|line| line.trim().strip_prefix("pub(in crate::syntax) const "));
        let mut count = 0;
        for line in lines {
            let (name, code) = line.split_once(": char = ").expect("a constant");
            if matches!(name, "UNKNOWN" | "END") {
                continue;
            }
            let code = code.trim_end_matches(';').trim_matches('\'');
            let wanted = format!("{name} = _{{ '{code}'..'{code}' }}");
            assert!(grammar.contains(&wanted), "the grammar has no line `{wanted}`");
            count += 1;
        }
        assert!(count > 20);
    }
}
