//! Words of a sentence, and what they weigh.

use crate::pattern::fold::fold;
use smol_str::SmolStr;

/// A word of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Byte offsets in the message.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Folded.
    pub(super) word: SmolStr,
    /// Without endings.
    pub(super) stem: SmolStr,
}

/// Words that say little about what a sentence is about.
const COMMON: &[&str] = &[
    "a", "an", "the", "i", "me", "my", "mine", "you", "your", "we", "us", "our", "he", "she", "it", "its",
    "they", "them", "their", "this", "that", "these", "those", "is", "are", "am", "was", "were", "be",
    "been", "being", "do", "does", "did", "have", "has", "had", "can", "could", "may", "might", "must",
    "shall", "should", "will", "would", "to", "of", "in", "on", "at", "by", "for", "from", "with", "about",
    "as", "and", "or", "but", "if", "so", "than", "then", "there", "here", "what", "which", "who", "whom",
    "whose", "when", "where", "why", "how", "please", "let", "lets", "get", "got", "want", "need", "like",
    "just", "also", "any", "some", "much", "many", "all", "not", "no", "yes", "s", "t", "m", "d", "ll", "re",
    "ve", "hi", "hello", "hey", "ok", "okay", "tell", "give", "show", "know", "go", "make", "take", "put",
    "one", "up", "out", "into", "over", "too", "very",
];

/// Whether a word is one of those.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(&word)
}

/// The words of a text: letters and digits, with what joins them inside a word.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    spans(text).map(|(_, word)| word)
}

fn spans(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|letter: char| {
        !letter.is_alphanumeric() && !matches!(letter, '-' | '@' | '.' | '_' | '+' | ':' | '/')
    })
    .map(|word| word.trim_matches(['.', '-', ':', '/']))
    .filter(|word| !word.is_empty())
    .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    spans(text)
        .map(|(start, found)| {
            let word = fold(found);
            let stem = stem(&word);
            Token { start, end: start + found.len(), word, stem }
        })
        .collect()
}

/// A word without the endings that English puts on it.
pub(super) fn stem(word: &str) -> SmolStr {
    for (ending, instead, least) in
        [("ies", "y", 5), ("ing", "", 6), ("ed", "", 5), ("es", "", 5), ("s", "", 4), ("e", "", 4)]
    {
        if word.chars().count() >= least
            && !word.ends_with("ss")
            && let Some(front) = word.strip_suffix(ending)
        {
            let mut front = format!("{front}{instead}");
            // "booking" is of "book", "planning" of "plan".
            let letters: Vec<char> = front.chars().rev().take(2).collect();
            if ending == "ing"
                && letters.len() == 2
                && letters.first() == letters.get(1)
                && !front.ends_with('l')
            {
                front.pop();
            }
            return front.trim_end_matches('e').into();
        }
    }
    SmolStr::new(word)
}

/// How much two words look alike, by their pairs of letters: 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let pairs = |word: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = word.chars().collect();
        letters.iter().zip(letters.iter().skip(1)).map(|(a, b)| (*a, *b)).collect()
    };
    let (left, mut right) = (pairs(a), pairs(b));
    let all = left.len() + right.len();
    if all == 0 {
        return if a == b { 1.0 } else { 0.0 };
    }
    let mut shared = 0u32;
    for pair in &left {
        if let Some(at) = right.iter().position(|other| other == pair) {
            right.swap_remove(at);
            shared += 1;
        }
    }
    f64::from(2 * shared) / f64::from(u32::try_from(all).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{likeness, stem, tokens};

    #[test]
    fn endings_go() {
        for (word, expected) in [
            ("bags", "bag"),
            ("flights", "flight"),
            ("booking", "book"),
            ("planning", "plan"),
            ("booked", "book"),
            ("cities", "city"),
            ("class", "class"),
            ("is", "is"),
            ("allowance", "allowanc"),
            ("allowances", "allowanc"),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }

    #[test]
    fn words_keep_their_places() {
        let found = tokens("What's the Luggage-limit, a.b@c.de?");
        let words: Vec<&str> = found.iter().map(|token| token.word.as_str()).collect();
        assert_eq!(words, ["what", "s", "the", "luggage-limit", "a.b@c.de"]);
        assert!(likeness("luggage", "lugage") > 0.7 && likeness("luggage", "language") < 0.65);
    }
}
