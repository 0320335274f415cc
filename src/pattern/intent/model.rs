//! An engine that counts: how much of what a message says belongs to an intent, and how near its
//! nearest phrase is. Common words count little, words that nobody taught count against.

use super::engine::{IntentEngine, Recognised, Score};
use super::slots::slots_of;
use super::template::{Intent, Piece};
use super::token::{Token, is_common, likeness, stem, tokens};
use crate::pattern::{MessageText, Surroundings};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// What a common word weighs beside one that says something.
const COMMON_WEIGHT: f64 = 0.12;
/// What a word that no phrase has weighs: it may be a name, or what the sentence is really about.
const UNKNOWN_WEIGHT: f64 = 0.55;
/// Words that look so much alike are one, with a slip of the finger.
const ALIKE: f64 = 0.72;
/// The score that an intent must reach: half of what a message says must belong to it. Chosen by hand on small
/// bots; `benches/intents.rs` prints what it does on public data.
const THRESHOLD: f64 = 0.5;

/// See the module.
#[derive(Clone, Debug)]
pub struct PhraseModel {
    intents: Vec<Intent>,
    /// What each stem says for each intent: 0 to 1, and its weight.
    words: BTreeMap<SmolStr, Known>,
    /// The phrases as sets of stems, with their intents.
    phrases: Vec<(usize, BTreeSet<SmolStr>)>,
}

#[derive(Clone, Debug)]
struct Known {
    weight: f64,
    /// The share of each intent that has it.
    shares: Vec<(usize, f64)>,
}

impl PhraseModel {
    /// Learns the phrases.
    #[must_use]
    pub fn train(intents: &[Intent]) -> Self {
        let mut phrases: Vec<(usize, BTreeSet<SmolStr>)> = Vec::new();
        let mut counts: BTreeMap<SmolStr, BTreeMap<usize, f64>> = BTreeMap::new();
        let mut common: BTreeMap<SmolStr, bool> = BTreeMap::new();
        for (at, intent) in intents.iter().enumerate() {
            let total = f64::from(u32::try_from(intent.templates.len()).unwrap_or(u32::MAX)).max(1.0);
            for template in &intent.templates {
                let mut stems = BTreeSet::new();
                for piece in template {
                    let Piece::Word(word) = piece else { continue };
                    let stem = stem(word);
                    common.insert(stem.clone(), is_common(word));
                    stems.insert(stem);
                }
                for stem in &stems {
                    *counts.entry(stem.clone()).or_default().entry(at).or_default() += 1.0 / total;
                }
                phrases.push((at, stems));
            }
        }
        let all = f64::from(u32::try_from(intents.len()).unwrap_or(u32::MAX)).max(1.0);
        let words = counts
            .into_iter()
            .map(|(stem, by_intent)| {
                let sum: f64 = by_intent.values().sum();
                let holders = f64::from(u32::try_from(by_intent.len()).unwrap_or(u32::MAX));
                // A word that few intents have says more.
                let rare = (1.0 + all / holders).ln() / (1.0 + all).ln();
                let weight = if common.get(&stem) == Some(&true) { COMMON_WEIGHT } else { rare };
                let shares = by_intent.into_iter().map(|(at, count)| (at, count / sum)).collect();
                (stem, Known { weight, shares })
            })
            .collect();
        Self { intents: intents.to_vec(), words, phrases }
    }

    /// The stem that is meant: itself, or one that looks like it.
    fn meant(&self, token: &Token) -> Option<(&SmolStr, &Known)> {
        if let Some(found) = self.words.get_key_value(&token.stem) {
            return Some(found);
        }
        if token.stem.len() < 5 || is_common(&token.word) {
            return None;
        }
        let near = self.words.iter().map(|(stem, known)| (likeness(stem, &token.stem), stem, known));
        let best = near.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
        (best.0 >= ALIKE).then_some((best.1, best.2))
    }
}

impl IntentEngine for PhraseModel {
    fn scores(&self, message: &MessageText) -> Vec<Score> {
        let found = tokens(&message.text);
        let mut total = 0.0;
        let mut own = vec![0.0; self.intents.len()];
        let mut stems: BTreeMap<SmolStr, f64> = BTreeMap::new();
        for token in &found {
            match self.meant(token) {
                Some((stem, known)) => {
                    total += known.weight;
                    stems.insert(stem.clone(), known.weight);
                    for (at, share) in &known.shares {
                        if let Some(sum) = own.get_mut(*at) {
                            *sum += known.weight * share;
                        }
                    }
                }
                None if is_common(&token.word) => total += COMMON_WEIGHT,
                None => total += UNKNOWN_WEIGHT,
            }
        }
        // The nearest phrase of each intent: what both say, by what both say together.
        let mut nearest = vec![0.0f64; self.intents.len()];
        let length = |stems: &mut dyn Iterator<Item = &SmolStr>| -> f64 {
            stems.map(|stem| self.words.get(stem).map_or(0.0, |known| known.weight)).sum()
        };
        for (at, phrase) in &self.phrases {
            let shared = length(&mut phrase.iter().filter(|stem| stems.contains_key(*stem)));
            let both = (length(&mut phrase.iter()) * total).sqrt();
            if let Some(best) = nearest.get_mut(*at)
                && both > 0.0
            {
                *best = best.max(shared / both);
            }
        }
        let mut scores: Vec<Score> = own
            .iter()
            .zip(&nearest)
            .enumerate()
            .map(|(intent, (own, nearest))| {
                let share = if total > 0.0 { own / total } else { 0.0 };
                Score { intent, score: 0.5 * share + 0.5 * nearest.min(1.0) }
            })
            .collect();
        scores.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.intent.cmp(&b.intent)));
        scores
    }

    fn threshold(&self) -> f64 {
        THRESHOLD
    }

    fn recognise(&self, message: &MessageText, surroundings: &Surroundings<'_>) -> Option<Recognised> {
        let best = self.scores(message).into_iter().next().filter(|best| best.score >= THRESHOLD)?;
        let intent = self.intents.get(best.intent)?;
        let slots = slots_of(intent, message, surroundings);
        Some(Recognised { intent: best.intent, score: best.score, slots })
    }
}
