//! The words that the scan knows, and the codes by which the grammar knows them.

use crate::syntax::NameKind;

/// First code of a reserved word; those of the other known words begin at [`OPEN_FIRST`].
const RESERVED_FIRST: char = '\u{100}';
/// First code of a word that may also be a name.
const OPEN_FIRST: char = '\u{180}';

/// Code of `card`, the only word of a declaration that cannot be a name.
const CARD: char = '\u{119}';
/// Last code of the words that begin a declaration.
const DECLARATION_LAST: char = '\u{192}';

/// All words with a code of their own. A test compares them with the grammar. Reserved words come
/// first, then words that may also be names, then the operators that are words.
#[rustfmt::skip]
const WORDS: [(&str, char); 117] = [
    ("let", '\u{100}'), ("var", '\u{104}'), ("if", '\u{110}'), ("else", '\u{116}'), ("match", '\u{111}'),
    ("for", '\u{103}'), ("while", '\u{10d}'), ("return", '\u{101}'), ("break", '\u{10e}'),
    ("continue", '\u{10f}'), ("stop", '\u{102}'), ("fail", '\u{105}'), ("log", '\u{109}'),
    ("respond", '\u{10a}'), ("say", '\u{112}'), ("reply", '\u{115}'), ("ask", '\u{113}'),
    ("confirm", '\u{114}'), ("edit", '\u{107}'), ("delete", '\u{106}'), ("wait", '\u{10c}'),
    ("later", '\u{108}'), ("start", '\u{10b}'), ("where", '\u{117}'), ("within", '\u{118}'),
    ("card", '\u{119}'), ("bot", '\u{180}'), ("use", '\u{181}'), ("secret", '\u{182}'),
    ("config", '\u{183}'), ("const", '\u{184}'), ("type", '\u{185}'), ("state", '\u{186}'),
    ("group", '\u{187}'), ("fn", '\u{188}'), ("command", '\u{189}'), ("on", '\u{18a}'),
    ("otherwise", '\u{18b}'), ("every", '\u{18c}'), ("action", '\u{18d}'), ("before", '\u{18e}'),
    ("after", '\u{18f}'), ("intent", '\u{190}'), ("test", '\u{191}'), ("cron", '\u{192}'),
    ("about", '\u{193}'), ("allow", '\u{194}'), ("net", '\u{195}'), ("locale", '\u{196}'),
    ("timezone", '\u{197}'), ("to", '\u{198}'), ("by", '\u{199}'), ("until", '\u{19a}'),
    ("one", '\u{19b}'), ("of", '\u{19c}'), ("file", '\u{19d}'), ("at", '\u{19e}'), ("per", '\u{19f}'),
    ("limit", '\u{1a0}'), ("verify", '\u{1a1}'), ("message", '\u{1a2}'), ("webhook", '\u{1a3}'),
    ("error", '\u{1a4}'), ("join", '\u{1a5}'), ("leave", '\u{1a6}'), ("member", '\u{1a7}'),
    ("joined", '\u{1a8}'), ("left", '\u{1a9}'), ("from", '\u{1aa}'), ("once", '\u{1ab}'),
    ("expires", '\u{1ac}'), ("fallback", '\u{1ad}'), ("include", '\u{1ae}'), ("raw", '\u{1af}'),
    ("input", '\u{1b0}'), ("key", '\u{1b1}'), ("columns", '\u{1b2}'), ("column", '\u{1b3}'),
    ("box", '\u{1b4}'), ("facts", '\u{1b5}'), ("actions", '\u{1b6}'), ("images", '\u{1b7}'),
    ("rich", '\u{1b8}'), ("open", '\u{1b9}'), ("info", '\u{1ba}'), ("warn", '\u{1bb}'),
    ("debug", '\u{1bc}'), ("mock", '\u{1bd}'), ("http", '\u{1be}'), ("then", '\u{1bf}'),
    ("timeout", '\u{1c0}'), ("refused", '\u{1c1}'), ("headers", '\u{1c2}'), ("expect", '\u{1c3}'),
    ("response", '\u{1c4}'), ("with", '\u{1c5}'), ("clock", '\u{1c6}'), ("person", '\u{1c7}'),
    ("set", '\u{1c8}'), ("nothing", '\u{1c9}'), ("restart", '\u{1ca}'), ("duplicate", '\u{1cb}'),
    ("reload", '\u{1cc}'), ("json", '\u{1cd}'), ("text", '\u{1ce}'), ("signed", '\u{1cf}'),
    ("clicks", '\u{1d0}'), ("sends", '\u{1d1}'), ("joins", '\u{1d2}'), ("leaves", '\u{1d3}'),
    ("thread", '\u{1d4}'), ("and", 'N'), ("or", 'O'), ("in", 'P'), ("matches", 'Q'), ("not", 'T'),
    ("as", 'S'),
];

/// The words that begin a declaration.
pub(in crate::syntax) const DECLARATION_WORDS: [&str; 20] = [
    "action",
    "after",
    "before",
    "bot",
    "card",
    "command",
    "config",
    "const",
    "cron",
    "every",
    "fn",
    "group",
    "intent",
    "on",
    "otherwise",
    "secret",
    "state",
    "test",
    "type",
    "use",
];

const SLOTS: usize = 512;

/// For each slot the index of its word, plus one.
static TABLE: [u8; SLOTS] = table();

/// A hash without collisions among [`WORDS`], which are not empty.
const fn slot(word: &[u8]) -> usize {
    let length = word.len();
    let (Some(first), Some(last)) = (word.first(), word.last()) else { return 0 };
    let (_, half) = word.split_at(length / 2);
    let Some(middle) = half.first() else { return 0 };
    (*first as usize * 1877 + *last as usize * 755 + *middle as usize * 1112 + length * 2028) % SLOTS
}

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "runs while compiling")]
const fn table() -> [u8; SLOTS] {
    let mut table = [0; SLOTS];
    let mut index = 0;
    while index < WORDS.len() {
        let slot = slot(WORDS[index].0.as_bytes());
        assert!(table[slot] == 0, "two words share a slot: choose other factors");
        table[slot] = index as u8 + 1;
        index += 1;
    }
    table
}

/// The code of a word, if it has one of its own.
pub(in crate::syntax) fn code_of(word: &[u8]) -> Option<char> {
    if !(2..=9).contains(&word.len()) {
        return None;
    }
    let index = usize::from(*TABLE.get(slot(word))?).checked_sub(1)?;
    let (text, code) = WORDS.get(index)?;
    (text.as_bytes() == word).then_some(*code)
}

/// The word that has a code.
pub(in crate::syntax) fn word_of(code: char) -> Option<&'static str> {
    WORDS.iter().find(|(_, known)| *known == code).map(|(word, _)| *word)
}

/// Whether a code is that of a word that cannot be a name.
pub(in crate::syntax) fn is_reserved_code(code: char) -> bool {
    (RESERVED_FIRST..OPEN_FIRST).contains(&code) || matches!(code, 'N'..='Q' | 'S' | 'T')
}

/// Whether a code is that of a word with which a statement or a value that does something begins.
pub(in crate::syntax) fn is_statement_code(code: char) -> bool {
    (RESERVED_FIRST..='\u{115}').contains(&code) && code != '\u{111}' && code != '\u{110}'
}

/// Whether a code is that of a word with which a value begins.
pub(super) fn is_value_code(code: char) -> bool {
    ('\u{110}'..='\u{115}').contains(&code)
}

/// Whether a text can be a name in a script.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let value = ["true", "false", "none", "null"].contains(&text);
    NameKind::Value.takes(text) && !value && !code_of(text.as_bytes()).is_some_and(is_reserved_code)
}

/// All words that may begin a statement.
pub(in crate::syntax) fn statement_words() -> impl Iterator<Item = &'static str> {
    WORDS
        .iter()
        .filter(|(_, code)| (RESERVED_FIRST..OPEN_FIRST).contains(code))
        .map(|(word, _)| *word)
        .filter(|word| !matches!(*word, "else" | "where" | "within" | "card"))
}

/// Whether `word` begins a declaration.
pub(in crate::syntax) fn is_declaration_word(word: &[u8]) -> bool {
    code_of(word).is_some_and(|code| code == CARD || (OPEN_FIRST..=DECLARATION_LAST).contains(&code))
}

/// Whether a word begins a test elsewhere.
pub(in crate::syntax) fn is_test_elsewhere(word: &str) -> bool {
    matches!(word, "it" | "describe" | "scenario" | "spec" | "feature")
}

/// Words after which an operand stands, so that `/` begins a regex.
pub(super) fn expects_operand(word: &[u8]) -> bool {
    matches!(
        word,
        b"return"
            | b"say"
            | b"reply"
            | b"ask"
            | b"confirm"
            | b"if"
            | b"match"
            | b"while"
            | b"fail"
            | b"where"
            | b"else"
            | b"edit"
            | b"delete"
            | b"not"
            | b"let"
            | b"var"
            | b"expect"
    )
}

#[cfg(test)]
mod tests {
    use super::{DECLARATION_WORDS, WORDS, code_of, is_declaration_word, is_reserved_code, word_of};

    #[test]
    fn every_word_has_the_code_that_the_grammar_has() {
        let grammar = include_str!("../../../grammar/wbot.pest");
        for (word, code) in WORDS {
            assert_eq!(code_of(word.as_bytes()), Some(code), "{word}");
            assert_eq!(word_of(code), Some(word));
            let quoted =
                if code.is_ascii() { code.to_string() } else { format!("\\u{{{:x}}}", u32::from(code)) };
            let line = format!("{} = _{{ '{quoted}'..'{quoted}' }}", word.to_uppercase());
            assert!(grammar.contains(&line), "the grammar has no line `{line}`");
        }
        for (word, _) in WORDS {
            let listed = DECLARATION_WORDS.contains(&word);
            assert_eq!(is_declaration_word(word.as_bytes()), listed, "{word}");
        }
    }

    #[test]
    fn reserved_words_and_names() {
        for word in ["let", "if", "and", "card", "where"] {
            assert!(code_of(word.as_bytes()).is_some_and(is_reserved_code), "{word}");
        }
        for word in ["to", "by", "open", "file", "a", "confirmed", "iffy", "none", "x"] {
            assert!(!code_of(word.as_bytes()).is_some_and(is_reserved_code), "{word}");
        }
    }
}
