//! What a sentence shows: its words, its pairs of words, and the letters of those that say something.

use super::token::{is_common, stem};
use smol_str::{SmolStr, format_smolstr};

/// Kinds of features. The features of a kind weigh as much together, however many they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, without its ending.
    Word,
    /// Two words that follow each other.
    Pair,
    /// Three or four letters of a word.
    Letters,
}

pub(super) const KINDS: usize = 3;

impl Kind {
    pub(super) fn index(self) -> usize {
        match self {
            Self::Word => 0,
            Self::Pair => 1,
            Self::Letters => 2,
        }
    }

    /// What all features of the kind weigh together.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Word => 1.0,
            Self::Pair => 0.6,
            Self::Letters => 0.8,
        }
    }
}

/// A feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Feature {
    pub(super) kind: Kind,
    /// Unique among all kinds.
    pub(super) name: SmolStr,
    /// Whether it is a word that says little.
    pub(super) common: bool,
}

/// A word as it is looked at: as it was written, and the stem that is meant.
#[derive(Clone, Debug)]
pub(super) struct Seen<'a> {
    pub(super) word: &'a str,
    pub(super) stem: SmolStr,
}

impl<'a> Seen<'a> {
    pub(super) fn of(word: &'a str) -> Self {
        Self { word, stem: stem(word) }
    }
}

/// The name of the feature that a word is.
pub(super) fn word_name(stem: &str) -> SmolStr {
    format_smolstr!("w{stem}")
}

/// The features of words, each once; nothing where anything may stand, which parts them.
pub(super) fn features(words: &[Option<Seen<'_>>]) -> Vec<Feature> {
    let mut all: Vec<Feature> = Vec::new();
    let mut before = Some(SmolStr::new_static("^"));
    for seen in words {
        let Some(seen) = seen else {
            before = None;
            continue;
        };
        let common = is_common(seen.word);
        all.push(Feature { kind: Kind::Word, name: word_name(&seen.stem), common });
        if let Some(before) = before.replace(seen.stem.clone()) {
            let name = format_smolstr!("p{before} {}", seen.stem);
            all.push(Feature { kind: Kind::Pair, name, common: false });
        }
        if !common {
            letters(seen.word, &mut all);
        }
    }
    if let Some(before) = before {
        all.push(Feature { kind: Kind::Pair, name: format_smolstr!("p{before} $"), common: false });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.dedup_by(|a, b| a.name == b.name);
    all
}

fn letters(word: &str, all: &mut Vec<Feature>) {
    let letters: Vec<char> = std::iter::once('<').chain(word.chars()).chain(['>']).collect();
    for length in [3, 4] {
        for part in letters.windows(length) {
            let name = format_smolstr!("l{}", part.iter().collect::<String>());
            all.push(Feature { kind: Kind::Letters, name, common: false });
        }
    }
}
