//! Lays a phrase over a sentence: its words in order, what reads as their types for typed slots, and for
//! free ones the fewest words that let the rest fit.

use super::template::{Intent, Piece};
use super::token::is_common;
use super::typed::{Reading, Sentence};
use crate::pattern::ArgumentType;
use std::collections::HashSet;

/// Ends of slots that are tried for one phrase: bounds the work.
const TRIES_MAX: usize = 20_000;
/// Words around a sentence that no phrase needs.
const BEFORE: [&str; 4] = ["please", "hi", "hello", "hey"];
const AFTER: [&str; 2] = ["please", "thanks"];

/// Where a phrase is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the sentence.
    Whole,
    /// It begins and ends anywhere.
    Inside,
}

/// A phrase in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    /// The words of its slots.
    pub(super) spans: Vec<Span>,
    /// All of its words.
    pub(super) from: usize,
    pub(super) to: usize,
    /// How many of them are words of the phrase.
    pub(super) literals: usize,
    /// Whether one of those says something.
    pub(super) telling: bool,
    /// Whether it begins with a free slot.
    pub(super) begins_free: bool,
}

/// The words of a slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) slot: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// What they read as, if the slot is typed.
    pub(super) reading: Option<usize>,
}

impl Fit {
    pub(super) fn free(&self) -> impl Iterator<Item = &Span> {
        self.spans.iter().filter(|span| span.reading.is_none())
    }

    pub(super) fn has_typed(&self) -> bool {
        self.spans.iter().any(|span| span.reading.is_some())
    }

    /// The better of two fits has the greater one.
    pub(super) fn rank(&self) -> (usize, usize, std::cmp::Reverse<usize>) {
        let typed = self.spans.iter().filter(|span| span.reading.is_some()).count();
        (self.literals, typed, std::cmp::Reverse(self.free().map(|span| span.to - span.from).sum()))
    }
}

/// Whether the words of any phrase stand in the sentence in order, so that it is worth to read its slots.
pub(super) fn may_fit(intent: &Intent, sentence: &Sentence<'_>) -> bool {
    intent.templates.iter().any(|template| {
        let mut words = sentence.tokens.iter();
        without_please(template).iter().all(|piece| match piece {
            Piece::Word(word) => words.any(|token| token.word == *word),
            Piece::Slot(_) => true,
        })
    })
}

/// The best fit of the phrases of an intent. One without any word of its own fits nothing.
pub(super) fn best_fit(
    intent: &Intent,
    sentence: &Sentence<'_>,
    readings: &[Reading],
    place: Place,
) -> Option<Fit> {
    let mut best: Option<Fit> = None;
    for template in &intent.templates {
        let pieces = without_please(template);
        let literals = pieces.iter().filter(|piece| matches!(piece, Piece::Word(_))).count();
        let free = pieces.iter().any(|piece| is_free(intent, piece));
        let least = if place == Place::Inside && free { 2 } else { 1 };
        if literals < least || best.as_ref().is_some_and(|best| best.literals > literals) {
            continue;
        }
        let mut search = Search::of(intent, sentence, readings, (pieces, place));
        if let Some(fit) = search.run(literals)
            && best.as_ref().is_none_or(|best| fit.rank() > best.rank())
        {
            best = Some(fit);
        }
    }
    best
}

fn is_free(intent: &Intent, piece: &Piece) -> bool {
    match piece {
        Piece::Word(_) => false,
        Piece::Slot(slot) => {
            intent.slots.get(usize::from(*slot)).is_some_and(|slot| matches!(slot.ty, ArgumentType::Text))
        }
    }
}

/// A phrase without a `please` around it.
fn without_please(template: &[Piece]) -> &[Piece] {
    let is = |piece: &Piece| matches!(piece, Piece::Word(word) if word == "please");
    match template {
        [first, rest @ ..] if is(first) && !rest.is_empty() => without_please(rest),
        [rest @ .., last] if is(last) && !rest.is_empty() => without_please(rest),
        all => all,
    }
}

struct Search<'s> {
    intent: &'s Intent,
    sentence: &'s Sentence<'s>,
    readings: &'s [Reading],
    pieces: &'s [Piece],
    place: Place,
    /// Where the sentence ends for this phrase.
    end: usize,
    /// Pieces and places that were tried.
    tried: HashSet<(usize, usize)>,
    tries: usize,
    spans: Vec<Span>,
}

impl<'s> Search<'s> {
    fn of(
        intent: &'s Intent,
        sentence: &'s Sentence<'s>,
        readings: &'s [Reading],
        (pieces, place): (&'s [Piece], Place),
    ) -> Self {
        let mut end = sentence.tokens.len();
        let ends_so = |word: &str| matches!(pieces.last(), Some(Piece::Word(last)) if last == word);
        while let Some(last) = end.checked_sub(1).and_then(|at| sentence.word(at))
            && AFTER.contains(&last)
            && !ends_so(last)
        {
            end -= 1;
        }
        let (tried, tries) = (HashSet::new(), 0);
        Self { intent, sentence, readings, pieces, place, end, tried, tries, spans: Vec::new() }
    }

    fn run(&mut self, literals: usize) -> Option<Fit> {
        let begins_free = self.pieces.first().is_some_and(|piece| is_free(self.intent, piece));
        let courtesies = (0..self.end)
            .take_while(|at| self.sentence.word(*at).is_some_and(|word| BEFORE.contains(&word)))
            .count();
        let last_start = match self.place {
            Place::Inside if !begins_free => self.end,
            Place::Inside | Place::Whole => courtesies,
        };
        for from in 0..=last_start {
            if begins_free && from < courtesies {
                continue;
            }
            self.spans.clear();
            if let Some(to) = self.follow(0, from) {
                let telling =
                    self.pieces.iter().any(|piece| matches!(piece, Piece::Word(word) if !is_common(word)));
                let spans = std::mem::take(&mut self.spans);
                return Some(Fit { spans, from, to, literals, telling, begins_free });
            }
        }
        None
    }

    /// Goes on from a piece at a word; where it ended.
    fn follow(&mut self, mut piece: usize, mut at: usize) -> Option<usize> {
        loop {
            match self.pieces.get(piece) {
                None => return (self.place == Place::Inside || at == self.end).then_some(at),
                Some(Piece::Word(word)) if at < self.end && self.sentence.word(at) == Some(word) => {
                    piece += 1;
                    at += 1;
                }
                Some(Piece::Word(_)) => return None,
                Some(Piece::Slot(slot)) => return self.slot(piece, usize::from(*slot), at),
            }
        }
    }

    fn slot(&mut self, piece: usize, slot: usize, at: usize) -> Option<usize> {
        if !self.tried.insert((piece, at)) {
            return None;
        }
        if self.pieces.get(piece).is_some_and(|piece| is_free(self.intent, piece)) {
            // The last one takes all that is left.
            let first = if piece + 1 == self.pieces.len() { self.end.max(at + 1) } else { at + 1 };
            return (first..=self.end)
                .find_map(|to| self.take(piece, Span { slot, from: at, to, reading: None }));
        }
        let readings = self.readings;
        let here = readings.iter().enumerate().rev();
        here.filter(|(_, reading)| reading.slot == slot && reading.from == at && reading.to <= self.end)
            .map(|(index, reading)| Span { slot, from: at, to: reading.to, reading: Some(index) })
            .collect::<Vec<_>>()
            .into_iter()
            .find_map(|span| self.take(piece, span))
    }

    fn take(&mut self, piece: usize, span: Span) -> Option<usize> {
        self.tries += 1;
        if self.tries > TRIES_MAX {
            return None;
        }
        let before = self.spans.len();
        self.spans.push(span);
        let end = self.follow(piece + 1, span.to);
        if end.is_none() {
            self.spans.truncate(before);
        }
        end
    }
}
