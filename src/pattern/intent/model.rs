//! The engine: a linear model says which intent a sentence is most like, and what the sentence has in common with
//! the phrases of that intent says whether it is one at all.

use super::engine::{IntentEngine, Recognised, Score};
use super::features::{Feature, KINDS, Kind, Seen, features, word_name};
use super::fit::{Fit, Place, best_fit, may_fit};
use super::linear::{Linear, Vector, ln};
use super::slots::slots_of;
use super::template::{Intent, Piece, Template};
use super::token::{Token, is_common, likeness};
use super::typed::{Sentence, readings};
use crate::pattern::{MessageText, Surroundings};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a common word weighs beside one that says something.
const COMMON: f64 = 0.35;
/// What a common word weighs that no phrase has.
const COMMON_UNKNOWN: f64 = 0.5 * COMMON;
/// What another feature weighs that no phrase has: it may be a name, or what the sentence is really about.
const UNKNOWN: f64 = 0.7;
/// What is left of that where the intent has slots: it may stand for one of them.
const IN_A_SLOT: f64 = 0.5;
/// Words that look so much alike are one, with a slip of the finger.
const ALIKE: f64 = 0.72;
/// The score that an intent must reach. Chosen on small bots and on public data: see `benches/intents.rs`.
const THRESHOLD: f64 = 0.45;

/// See the module.
#[derive(Clone, Debug)]
pub struct PhraseModel {
    intents: Vec<Intent>,
    features: HashMap<SmolStr, Known>,
    /// The stems that phrases have, by their first letter.
    stems: BTreeMap<char, Vec<SmolStr>>,
    linear: Linear,
    /// The weight of a feature that no phrase has.
    unknown: f64,
}

/// A feature that phrases have.
#[derive(Clone, Debug)]
struct Known {
    at: usize,
    /// More, the fewer phrases have it.
    weight: f64,
    /// The intents that have it.
    holders: Vec<usize>,
}

impl PhraseModel {
    /// Learns the phrases.
    #[must_use]
    pub fn train(intents: &[Intent]) -> Self {
        let phrases: Vec<(usize, Vec<Feature>)> = intents
            .iter()
            .enumerate()
            .flat_map(|(at, intent)| intent.templates.iter().map(move |phrase| (at, of_phrase(phrase))))
            .collect();
        let mut counts: BTreeMap<&SmolStr, (&Feature, f64, BTreeSet<usize>)> = BTreeMap::new();
        for (intent, found) in &phrases {
            for feature in found {
                let entry = counts.entry(&feature.name).or_insert_with(|| (feature, 0.0, BTreeSet::new()));
                entry.1 += 1.0;
                entry.2.insert(*intent);
            }
        }
        let all = f64::from(u32::try_from(phrases.len()).unwrap_or(u32::MAX)) + 1.0;
        let (mut known, mut stems) = (HashMap::new(), BTreeMap::<char, Vec<SmolStr>>::new());
        for (at, (name, (feature, count, holders))) in counts.into_iter().enumerate() {
            let rare = ln(all / (count + 0.5));
            let weight = if feature.common { COMMON * rare } else { rare };
            known.insert(name.clone(), Known { at, weight, holders: holders.into_iter().collect() });
            if feature.kind == Kind::Word
                && let Some(stem) = name.get(1..)
            {
                stems.entry(stem.chars().next().unwrap_or(' ')).or_default().push(stem.into());
            }
        }
        let unknown = ln(all / 0.5);
        let none = Linear::train(&[], 0, 0);
        let mut model = Self { intents: intents.to_vec(), features: known, stems, linear: none, unknown };
        let sentences: Vec<(usize, Vector)> =
            phrases.iter().map(|(intent, found)| (*intent, model.vector(found))).collect();
        model.linear = Linear::train(&sentences, model.features.len(), intents.len());
        model
    }

    /// The weights of features that are known, so that those of each kind are as long as it weighs, were all of
    /// them known: what is unknown makes the rest say less.
    fn vector(&self, found: &[Feature]) -> Vector {
        let mut squares = [0.0f64; KINDS];
        for feature in found {
            let weight =
                self.features.get(&feature.name).map_or_else(|| self.unknown_weight(feature), |it| it.weight);
            if let Some(sum) = squares.get_mut(feature.kind.index()) {
                *sum += weight * weight;
            }
        }
        let known = found.iter().filter_map(|feature| {
            let known = self.features.get(&feature.name)?;
            let length = squares.get(feature.kind.index())?.sqrt().max(1e-9);
            Some((known.at, known.weight / length * feature.kind.weight()))
        });
        known.collect()
    }

    fn unknown_weight(&self, feature: &Feature) -> f64 {
        self.unknown * if feature.common { COMMON_UNKNOWN } else { UNKNOWN }
    }

    /// How much of what the words say the phrases of an intent say too: 0 to 1.
    fn in_common(&self, found: &[Feature], intent: usize) -> f64 {
        let slots = self.intents.get(intent).is_some_and(|intent| !intent.slots.is_empty());
        let (mut own, mut all) = (0.0, 0.0);
        for feature in found.iter().filter(|feature| feature.kind == Kind::Word) {
            match self.features.get(&feature.name) {
                Some(known) => {
                    all += known.weight;
                    if known.holders.binary_search(&intent).is_ok() {
                        own += known.weight;
                    }
                }
                None => all += self.unknown_weight(feature) * if slots { IN_A_SLOT } else { 1.0 },
            }
        }
        if all > 0.0 { own / all } else { 0.0 }
    }

    fn shown(&self, tokens: &[Token]) -> Vec<Feature> {
        let words: Vec<Option<Seen<'_>>> = tokens
            .iter()
            .map(|token| Some(Seen { word: &token.word, stem: self.meant(&token.word, &token.stem) }))
            .collect();
        features(&words)
    }

    /// How the sentence is a phrase of the intent.
    fn whole(&self, intent: usize, sentence: &Sentence<'_>) -> Option<Fit> {
        let intent = self.intents.get(intent).filter(|intent| may_fit(intent, sentence))?;
        best_fit(intent, sentence, &readings(intent, sentence), Place::Whole)
    }

    /// The score that a sentence has at least that is a phrase: 1, but where free slots may have taken what is
    /// about something else.
    fn least(&self, intent: usize, fit: &Fit, sentence: &Sentence<'_>) -> f64 {
        let foreign = |token: &Token| {
            let known = self.features.get(&word_name(&token.stem));
            !is_common(&token.word)
                && known.is_some_and(|known| known.holders.binary_search(&intent).is_err())
        };
        let own = fit.free().all(|span| !sentence.tokens.iter().take(span.to).skip(span.from).any(foreign));
        let placed = fit.has_typed() || (fit.telling && !fit.begins_free);
        if fit.free().next().is_none() || placed || (own && fit.literals > 1) {
            return 1.0;
        }
        if fit.telling || fit.literals > 1 { THRESHOLD } else { 0.0 }
    }

    /// The stem that is meant: itself, or one that begins and looks like it.
    fn meant(&self, word: &str, stem: &SmolStr) -> SmolStr {
        if stem.len() < 5 || is_common(word) || self.features.contains_key(&word_name(stem)) {
            return stem.clone();
        }
        let first = stem.chars().next().unwrap_or(' ');
        let near = self.stems.get(&first).into_iter().flatten();
        let near = near.filter(|other| other.len().abs_diff(stem.len()) <= 2);
        let best = near
            .map(|other| (likeness(other, stem), other))
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
        best.filter(|(likeness, _)| *likeness >= ALIKE)
            .map_or_else(|| stem.clone(), |(_, other)| other.clone())
    }
}

fn of_phrase(phrase: &Template) -> Vec<Feature> {
    let words: Vec<Option<Seen<'_>>> = phrase
        .iter()
        .map(|piece| match piece {
            Piece::Word(word) => Some(Seen::of(word)),
            Piece::Slot(_) => None,
        })
        .collect();
    features(&words)
}

impl IntentEngine for PhraseModel {
    fn scores(&self, message: &MessageText, surroundings: &Surroundings<'_>) -> Vec<Score> {
        let sentence = Sentence::of(message, surroundings);
        let found = self.shown(&sentence.tokens);
        let shares = self.linear.shares(&self.vector(&found));
        let mut scores: Vec<(Score, Option<Fit>)> = shares
            .into_iter()
            .enumerate()
            .map(|(intent, share)| {
                let score = 0.5 * (share + self.in_common(&found, intent));
                let fit = self.whole(intent, &sentence);
                let least = fit.as_ref().map_or(0.0, |fit| self.least(intent, fit, &sentence));
                (Score { intent, score: score.max(least) }, fit)
            })
            .collect();
        scores.sort_by(|(a, a_fit), (b, b_fit)| {
            let ranks = || b_fit.as_ref().map(Fit::rank).cmp(&a_fit.as_ref().map(Fit::rank));
            b.score.total_cmp(&a.score).then_with(ranks).then(a.intent.cmp(&b.intent))
        });
        scores.into_iter().map(|(score, _)| score).collect()
    }

    fn threshold(&self) -> f64 {
        THRESHOLD
    }

    fn recognise(&self, message: &MessageText, surroundings: &Surroundings<'_>) -> Option<Recognised> {
        let best =
            self.scores(message, surroundings).into_iter().next().filter(|best| best.score >= THRESHOLD)?;
        let intent = self.intents.get(best.intent)?;
        let slots = slots_of(intent, &Sentence::of(message, surroundings));
        Some(Recognised { intent: best.intent, score: best.score, slots })
    }
}

#[cfg(test)]
mod tests {
    use super::PhraseModel;
    use crate::pattern::{Intent, IntentEngine, MessageText, Piece, Score, Surroundings};
    use jiff::{Timestamp, tz::TimeZone};

    fn scores(model: &PhraseModel, text: &str) -> Vec<Score> {
        let surroundings = Surroundings { now: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC, rooms: &[] };
        model.scores(&MessageText::plain(text), &surroundings)
    }

    fn model(intents: &[(&str, &[&str])]) -> PhraseModel {
        let intents: Vec<Intent> = intents
            .iter()
            .map(|(name, phrases)| Intent {
                name: (*name).into(),
                slots: Vec::new(),
                templates: phrases
                    .iter()
                    .map(|phrase| phrase.split(' ').map(|word| Piece::Word(word.into())).collect())
                    .collect(),
            })
            .collect();
        PhraseModel::train(&intents)
    }

    const BANK: &[(&str, &[&str])] = &[
        ("balance", &["what is my balance", "how much money do i have", "show my account balance"]),
        ("card", &["i lost my card", "my card was stolen", "block my credit card"]),
        ("hours", &["when are you open", "what are your opening hours", "is the branch open on saturday"]),
    ];

    #[test]
    fn sentences_go_where_they_belong_or_nowhere() {
        let model = model(BANK);
        for (text, expected) in [
            ("What's my account balance?", Some(0)),
            ("how much money is left", Some(0)),
            ("help, I lost my credit card!", Some(1)),
            ("somebody stole my card, please block it", Some(1)),
            ("my credti card is stolen", Some(1)),
            ("are you open on sunday", Some(2)),
            ("hello", None),
            ("what is the weather", None),
            ("how old are you", None),
            ("I lost the game yesterday evening", None),
            ("book a table for two", None),
            ("", None),
        ] {
            let best = scores(&model, text).into_iter().next();
            let found = best.filter(|best| best.score >= model.threshold()).map(|best| best.intent);
            assert_eq!(found, expected, "{text}: {best:?}");
        }
    }

    #[test]
    fn one_intent_alone_takes_not_everything() {
        let model = model(&BANK[..1]);
        let score = |text: &str| scores(&model, text)[0].score;
        assert!(score("show me my balance") > model.threshold());
        assert!(score("play some music") < model.threshold());
    }

    /// The same digits on every machine: a test of one bot is the same test everywhere.
    #[test]
    fn training_is_the_same_everywhere() {
        let score = scores(&model(BANK), "is my card stolen")[0].score;
        assert_eq!(format!("{score:.12}"), "0.924225773707");
    }
}
