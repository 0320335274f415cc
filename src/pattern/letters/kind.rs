//! What look-around sees of the letters beside it.

use regex_syntax::hir::Look;

/// What stands on one side of a place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::pattern) enum Kind {
    /// The text begins or ends.
    Edge,
    /// `\n`
    Newline,
    /// `\r`
    Return,
    /// A letter of words, of ASCII.
    AsciiWord,
    /// Another letter of words.
    Word,
    /// Any other.
    Other,
}

impl Kind {
    /// All of them.
    pub(in crate::pattern) const ALL: [Self; 6] =
        [Self::Edge, Self::AsciiWord, Self::Word, Self::Other, Self::Newline, Self::Return];

    pub(super) fn of(letter: char) -> Self {
        match letter {
            '\n' => Self::Newline,
            '\r' => Self::Return,
            _ if !regex_syntax::try_is_word_character(letter).unwrap_or(false) => Self::Other,
            _ if letter.is_ascii() => Self::AsciiWord,
            _ => Self::Word,
        }
    }

    fn is_ascii_word(self) -> bool {
        self == Self::AsciiWord
    }

    fn is_word(self) -> bool {
        matches!(self, Self::AsciiWord | Self::Word)
    }
}

/// Whether a look-around holds between two letters.
pub(super) fn holds(look: Look, before: Kind, after: Kind) -> bool {
    match look {
        Look::Start => before == Kind::Edge,
        Look::End => after == Kind::Edge,
        Look::StartLF => matches!(before, Kind::Edge | Kind::Newline),
        Look::EndLF => matches!(after, Kind::Edge | Kind::Newline),
        // Never between the two letters of one line end.
        Look::StartCRLF => match before {
            Kind::Edge | Kind::Newline => true,
            Kind::Return => after != Kind::Newline,
            Kind::AsciiWord | Kind::Word | Kind::Other => false,
        },
        Look::EndCRLF => match after {
            Kind::Edge | Kind::Return => true,
            Kind::Newline => before != Kind::Return,
            Kind::AsciiWord | Kind::Word | Kind::Other => false,
        },
        Look::WordAscii => before.is_ascii_word() != after.is_ascii_word(),
        Look::WordAsciiNegate => before.is_ascii_word() == after.is_ascii_word(),
        Look::WordUnicode => before.is_word() != after.is_word(),
        Look::WordUnicodeNegate => before.is_word() == after.is_word(),
        Look::WordStartAscii => !before.is_ascii_word() && after.is_ascii_word(),
        Look::WordEndAscii => before.is_ascii_word() && !after.is_ascii_word(),
        Look::WordStartUnicode => !before.is_word() && after.is_word(),
        Look::WordEndUnicode => before.is_word() && !after.is_word(),
        Look::WordStartHalfAscii => !before.is_ascii_word(),
        Look::WordEndHalfAscii => !after.is_ascii_word(),
        Look::WordStartHalfUnicode => !before.is_word(),
        Look::WordEndHalfUnicode => !after.is_word(),
    }
}
