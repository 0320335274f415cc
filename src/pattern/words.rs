//! A message as words: what the user typed, cut at spaces, with quotes and mentions kept whole.

use crate::value::PersonRef;
use serde::{Deserialize, Serialize};

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

/// A word of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Word<'m> {
    /// What was typed, without the quotes around it.
    pub text: &'m str,
    /// Byte offset of its first character in the message, quotes included.
    pub start: usize,
    /// Byte offset after its last character, quotes included.
    pub end: usize,
    /// What kind of word it is.
    pub kind: WordKind<'m>,
}

/// The kinds of [`Word`].
#[derive(Clone, Debug, PartialEq)]
pub enum WordKind<'m> {
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
