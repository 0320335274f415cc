//! Text of a script made fit for a terminal.

use std::borrow::Cow;

/// `text` with every character that could drive or confuse a terminal (escapes, other controls,
/// overrides of the writing direction) replaced by one that is seen, of the same length in bytes,
/// so that spans still fit. Newlines and tabs stay; a carriage return becomes a space.
pub(super) fn same_length(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|one| match (is_harmless(one), one.len_utf8()) {
                (true, _) => one,
                (false, 1) if one == '\r' => ' ',
                (false, 1) => '?',
                (false, 2) => '·',
                (false, _) => '\u{FFFD}',
            })
            .collect(),
    )
}

/// `text` on one line, without what could drive a terminal.
pub(super) fn one_line(text: &str) -> String {
    same_length(text).replace(['\n', '\t'], " ")
}

fn is_harmless(one: char) -> bool {
    match one {
        '\n' | '\t' => true,
        '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => false,
        _ => !one.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_drives_a_terminal_is_replaced_in_place() {
        for (text, shown) in [
            ("plain é → 🎉\n\tx", "plain é → 🎉\n\tx"),
            ("a\u{1b}[31mb", "a?[31mb"),
            ("line\r\nnext", "line \nnext"),
            ("x\u{9b}y", "x·y"),
            ("x\u{202e}y", "x\u{FFFD}y"),
        ] {
            let printable = same_length(text);
            assert_eq!(printable, shown);
            assert_eq!(printable.len(), text.len(), "{shown}");
        }
        assert_eq!(one_line("a\nb\tc"), "a b c");
    }
}
