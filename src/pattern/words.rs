//! A message as words: what the user typed, cut at spaces, with quotes and mentions kept whole.

use crate::pattern::fold::fold;
use crate::value::PersonRef;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A message without the mention of the bot itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MessageText {
    /// Its plain text.
    pub text: String,
    /// Mentions of people in it, in order of their place; they do not overlap.
    pub mentions: Vec<Mention>,
}

/// A person mentioned in a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Byte offset of the label (with its `@`, if it is shown) in the text.
    pub start: usize,
    /// Byte offset after the label.
    pub end: usize,
    /// Who.
    pub person: PersonRef,
}

impl MessageText {
    /// A text without mentions.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), mentions: Vec::new() }
    }
}

/// A message cut into words, once for all the patterns that it is compared with.
#[derive(Clone, Debug)]
pub struct Words<'m> {
    /// The whole text.
    pub(super) text: &'m str,
    /// Its words.
    pub(super) all: Vec<Word<'m>>,
    /// What each can match as a literal; empty for those in quotes and for mentions.
    pub(super) folded: Vec<SmolStr>,
}

impl<'m> Words<'m> {
    /// The words of `message`. Linear in its length.
    #[must_use]
    pub fn of(message: &'m MessageText) -> Self {
        let words = split_words(message);
        let folded = words.iter().map(|word| match word.kind {
            WordKind::Plain | WordKind::Flag { .. } => fold(word.text),
            WordKind::Quoted | WordKind::Mention(_) => SmolStr::default(),
        });
        Self { text: &message.text, folded: folded.collect(), all: words }
    }

    /// Whether the message is this one word: `cancel`.
    #[must_use]
    pub fn is_just(&self, word: &str) -> bool {
        self.all.len() == 1 && self.literal(0).is_some_and(|only| only == word)
    }

    /// The words after the first.
    pub(super) fn after_first(&self) -> Self {
        Self {
            text: self.text,
            all: self.all.iter().skip(1).cloned().collect(),
            folded: self.folded.iter().skip(1).cloned().collect(),
        }
    }

    /// The folded word at `index`, if it is none in quotes and no mention.
    pub(super) fn literal(&self, index: usize) -> Option<&SmolStr> {
        self.folded.get(index).filter(|word| !word.is_empty())
    }
}

/// A word of a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word<'m> {
    /// What was typed, without the quotes around it.
    pub(super) text: &'m str,
    /// Byte offset of its first character in the message, quotes included.
    pub(super) start: usize,
    /// Byte offset after its last character, quotes included.
    pub(super) end: usize,
    /// What kind of word it is.
    pub(super) kind: WordKind<'m>,
}

/// The kinds of [`Word`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WordKind<'m> {
    /// As it stands between spaces.
    Plain,
    /// Stood in quotes, and may have spaces.
    Quoted,
    /// `--name` or `--name=value`, with dashes as phones write them.
    Flag {
        /// After the dashes.
        name: &'m str,
        /// After the `=`, without quotes.
        value: Option<&'m str>,
    },
    /// The label of a mention.
    Mention(&'m PersonRef),
}

/// Quotes that people and phones type around several words.
pub(super) fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»')
}

/// The words of a message. Linear in its length.
pub(super) fn split_words(message: &MessageText) -> Vec<Word<'_>> {
    let mut splitter = Splitter {
        text: &message.text,
        at: 0,
        mentions: message.mentions.iter().peekable(),
        unclosed: [false; 2],
    };
    std::iter::from_fn(|| splitter.next_word()).collect()
}

struct Splitter<'m> {
    text: &'m str,
    at: usize,
    mentions: std::iter::Peekable<std::slice::Iter<'m, Mention>>,
    /// Whether no closing quote (double, single) follows any more: then none is looked for.
    unclosed: [bool; 2],
}

impl<'m> Splitter<'m> {
    fn rest(&self) -> &'m str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next_word(&mut self) -> Option<Word<'m>> {
        while let Some(next) = self.peek().filter(|next| is_space(*next)) {
            self.at += next.len_utf8();
        }
        let start = self.at;
        let first = self.peek()?;
        if let Some(word) = self.mention() {
            return Some(word);
        }
        if let Some((text, end)) = self.quoted(start) {
            self.at = end;
            // `"a b", "c d"`: the comma parts them.
            if self.peek() == Some(',') {
                self.at += 1;
            }
            return Some(Word { text, start, end, kind: WordKind::Quoted });
        }
        let flag = flag_start(self.rest());
        self.at += first.len_utf8();
        let stop = self.mentions.peek().map_or(self.text.len(), |mention| mention.start.max(self.at));
        while let Some(next) = self.peek().filter(|next| !is_space(*next)) {
            if self.at >= stop {
                break;
            }
            self.at += next.len_utf8();
            if let Some((value, end)) =
                flag.and_then(|_| (next == '=').then(|| self.quoted(self.at)).flatten())
            {
                let name = self.text.get(start + flag.unwrap_or(0)..self.at - 1).unwrap_or("");
                let text = self.text.get(start..end).unwrap_or("");
                self.at = end;
                return Some(Word { text, start, end, kind: WordKind::Flag { name, value: Some(value) } });
            }
        }
        let text = self.text.get(start..self.at).unwrap_or("");
        let kind = match flag.and_then(|dashes| text.get(dashes..)) {
            Some(body) => match body.split_once('=') {
                Some((name, value)) => WordKind::Flag { name, value: Some(value) },
                None => WordKind::Flag { name: body, value: None },
            },
            None => WordKind::Plain,
        };
        Some(Word { text, start, end: self.at, kind })
    }

    /// The mention that begins here.
    fn mention(&mut self) -> Option<Word<'m>> {
        let start = self.at;
        while self.mentions.peek().is_some_and(|mention| mention.start < start) {
            self.mentions.next();
        }
        let mention = self.mentions.next_if(|mention| mention.start == start)?;
        let text = self.text.get(start..mention.end).filter(|label| !label.is_empty())?;
        self.at = mention.end;
        Some(Word { text, start, end: mention.end, kind: WordKind::Mention(&mention.person) })
    }

    /// What stands between the quotes that open at `start`, and the offset after the closing one,
    /// which must end a word: the apostrophe in `'tis` opens nothing.
    fn quoted(&mut self, start: usize) -> Option<(&'m str, usize)> {
        let opening = self.text.get(start..)?.chars().next()?;
        let (kind, closes): (usize, fn(char) -> bool) = match opening {
            _ if is_quote(opening) => (0, is_quote),
            '\'' | '‘' => (1, |letter| matches!(letter, '\'' | '’' | '‘')),
            _ => return None,
        };
        if *self.unclosed.get(kind)? {
            return None;
        }
        let inner_start = start + opening.len_utf8();
        let inner = self.text.get(inner_start..)?;
        let mut letters = inner.char_indices().peekable();
        while let Some((offset, letter)) = letters.next() {
            let ends_word = letters.peek().is_none_or(|(_, next)| is_space(*next) || *next == ',');
            if closes(letter) && ends_word {
                let end = inner_start + offset + letter.len_utf8();
                return inner.get(..offset).map(|text| (text, end));
            }
        }
        if let Some(unclosed) = self.unclosed.get_mut(kind) {
            *unclosed = true;
        }
        None
    }
}

/// How many bytes of dashes begin a flag: `--`, or the one long dash that a phone makes of them,
/// with a letter after it.
fn flag_start(text: &str) -> Option<usize> {
    let dashes = match text.chars().next()? {
        '-' if text.starts_with("--") => 2,
        long @ ('—' | '–' | '―') => long.len_utf8(),
        _ => return None,
    };
    text.get(dashes..)?.chars().next().filter(|next| next.is_alphabetic()).map(|_| dashes)
}

/// Spaces of all kinds, also those that have no width.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::{Mention, MessageText, WordKind, split_words};
    use crate::value::PersonRef;

    #[test]
    fn words_are_cut_at_spaces_of_any_kind() {
        check("", "");
        check(" \u{a0}\n\u{feff} ", "");
        check("a  b\u{a0}c\nd\u{200b}e", "a|b|c|d|e");
    }

    #[test]
    fn quotes_hold_words_together() {
        check(r#"say "two words" now"#, "say|q:two words|now");
        check("say “two words” „zwei Worte“ «deux mots»", "say|q:two words|q:zwei Worte|q:deux mots");
        check("the dogs' day 'two words' and more", "the|dogs'|day|q:two words|and|more");
        check(r#"an "open quote"#, r#"an|"open|quote"#);
        check(r#"5" and 6""#, r#"5"|and|6""#);
        check(r#""a b", "c""#, "q:a b|q:c");
        check(r#"say "" now"#, "say|q:|now");
        check("don't won't", "don't|won't");
    }

    #[test]
    fn flags_have_two_dashes_or_a_long_one() {
        check("go --force —now –dry-run", "go|--force|--now|--dry-run");
        check(r#"go --why="two words" --n=3 -x -- --= ---"#, "go|--why=two words|--n=3|-x|--|--=|---");
        check("a — b 3–4", "a|—|b|3–4");
        check("--a=", "--a=");
    }

    #[test]
    fn a_mention_is_one_word() {
        let text = "ask Grace Hopper, please";
        let mention = |start, end| Mention { start, end, person: PersonRef::of_email("g@x.org") };
        check_message(text, vec![mention(4, 16)], "ask|@Grace Hopper|,|please");
        // Ranges that do not fit the text are no mentions.
        check_message(text, vec![mention(6, 2), mention(20, 900)], "ask|Gr|ace|Hopper,|pl|ease");
    }

    fn check(text: &str, expected: &str) {
        check_message(text, Vec::new(), expected);
    }

    fn check_message(text: &str, mentions: Vec<Mention>, expected: &str) {
        let message = MessageText { text: text.into(), mentions };
        let words = split_words(&message);
        let shown = words.iter().map(|word| match &word.kind {
            WordKind::Plain => word.text.to_owned(),
            WordKind::Quoted => format!("q:{}", word.text),
            WordKind::Flag { name, value: None } => format!("--{name}"),
            WordKind::Flag { name, value: Some(value) } => format!("--{name}={value}"),
            WordKind::Mention(_) => format!("@{}", word.text),
        });
        assert_eq!(shown.collect::<Vec<_>>().join("|"), expected, "{text}");
    }
}
