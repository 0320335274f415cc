//! The words that the scan knows.

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

/// The words that cannot be names of values: those of statements and operators, and `card`.
pub(in crate::syntax) const RESERVED_WORDS: [&str; 36] = [
    "and", "as", "ask", "break", "card", "confirm", "continue", "delete", "edit", "else", "fail", "false",
    "for", "if", "in", "later", "let", "log", "match", "matches", "none", "not", "null", "or", "reply",
    "respond", "return", "say", "start", "stop", "true", "var", "wait", "where", "while", "within",
];

/// Whether `word` begins a declaration.
pub(in crate::syntax) fn is_declaration_word(word: &str) -> bool {
    DECLARATION_WORDS.binary_search(&word).is_ok()
}

/// Whether `word` cannot be a name of a value.
pub(in crate::syntax) fn is_reserved(word: &str) -> bool {
    matches!(word.len(), 2..=8)
        && match word.as_bytes() {
            [b'a', rest @ ..] => matches!(rest, b"nd" | b"s" | b"sk"),
            [b'b', rest @ ..] => rest == b"reak",
            [b'c', rest @ ..] => matches!(rest, b"ard" | b"onfirm" | b"ontinue"),
            [b'd', rest @ ..] => rest == b"elete",
            [b'e', rest @ ..] => matches!(rest, b"dit" | b"lse"),
            [b'f', rest @ ..] => matches!(rest, b"ail" | b"alse" | b"or"),
            [b'i', rest @ ..] => matches!(rest, b"f" | b"n"),
            [b'l', rest @ ..] => matches!(rest, b"ater" | b"et" | b"og"),
            [b'm', rest @ ..] => matches!(rest, b"atch" | b"atches"),
            [b'n', rest @ ..] => matches!(rest, b"one" | b"ot" | b"ull"),
            [b'o', rest @ ..] => rest == b"r",
            [b'r', rest @ ..] => matches!(rest, b"eply" | b"espond" | b"eturn"),
            [b's', rest @ ..] => matches!(rest, b"ay" | b"tart" | b"top"),
            [b't', rest @ ..] => rest == b"rue",
            [b'v', rest @ ..] => rest == b"ar",
            [b'w', rest @ ..] => matches!(rest, b"ait" | b"here" | b"hile" | b"ithin"),
            _ => false,
        }
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
    )
}

/// Operators that are words: a newline after them is only space.
pub(super) fn is_operator(word: &[u8]) -> bool {
    matches!(word, b"and" | b"or" | b"in" | b"matches")
}

#[cfg(test)]
mod tests {
    use super::{DECLARATION_WORDS, RESERVED_WORDS, is_reserved};

    #[test]
    fn tables_agree() {
        assert!(DECLARATION_WORDS.is_sorted());
        for word in RESERVED_WORDS {
            assert!(is_reserved(word), "{word}");
        }
        for word in ["to", "by", "open", "file", "a", "", "confirmed", "iffy"] {
            assert!(!is_reserved(word), "{word}");
        }
    }
}
