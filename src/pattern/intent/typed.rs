//! The runs of words that read as the types of slots.

use super::template::{Intent, Piece};
use super::token::{Token, tokens};
use crate::pattern::argument::{contradicts_itself, is_bare_hour};
use crate::pattern::fold::is_dash;
use crate::pattern::{Argument, ArgumentType, MessageText, Surroundings, read_argument};
use crate::value::Value;

/// Words that a date, a duration, a mention may have.
const WORDS_MAX: usize = 7;
/// Words that an instant may have: `5th of January at 9 o'clock`.
const TIME_WORDS_MAX: usize = 8;
/// Runs that begin after so many words of a message are not read: bounds the work.
const STARTS_MAX: usize = 256;

/// A message with its words.
pub(super) struct Sentence<'a> {
    pub(super) message: &'a MessageText,
    pub(super) surroundings: &'a Surroundings<'a>,
    pub(super) tokens: Vec<Token>,
}

impl<'a> Sentence<'a> {
    pub(super) fn of(message: &'a MessageText, surroundings: &'a Surroundings<'a>) -> Self {
        Self { message, surroundings, tokens: tokens(&message.text) }
    }

    pub(super) fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).map(|token| token.word.as_str())
    }

    /// What stands from one word up to another, as it was typed.
    pub(super) fn text(&self, from: usize, to: usize) -> Option<&'a str> {
        let (first, last) = (self.tokens.get(from)?, self.tokens.get(to.checked_sub(1)?)?);
        self.message.text.get(first.start..last.end)
    }

    fn read(&self, ty: &ArgumentType, from: usize, to: usize) -> Option<Value> {
        let plain = Argument::plain(self.text(from, to)?);
        if matches!(ty, ArgumentType::Person | ArgumentType::Email)
            && let Some(mention) = self.mentioned(from, to)
        {
            let argument = Argument { mention: Some(mention), ..plain };
            return read_argument(ty, &argument, self.surroundings).ok();
        }
        if matches!(ty, ArgumentType::Int | ArgumentType::Float)
            && let Some(signed) = self.signed(from, to)
        {
            return read_argument(ty, &Argument::plain(signed), self.surroundings).ok();
        }
        read_argument(ty, &plain, self.surroundings).ok()
    }

    /// Runs of words that name a day and another weekday than its own.
    fn torn_days(&self) -> Vec<(usize, usize)> {
        let today = self.surroundings.zone.to_datetime(self.surroundings.now).date();
        let words = self.tokens.len();
        let runs = (0..words.min(STARTS_MAX))
            .flat_map(|from| (from + 3..=words.min(from + WORDS_MAX)).map(move |to| (from, to)));
        runs.filter(|(from, to)| self.text(*from, *to).is_some_and(|text| contradicts_itself(text, today)))
            .collect()
    }

    /// The person whose mention is just these words.
    fn mentioned(&self, from: usize, to: usize) -> Option<&'a crate::value::PersonRef> {
        let (first, last) = (self.tokens.get(from)?, self.tokens.get(to.checked_sub(1)?)?);
        let before = from.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.end);
        let after = self.tokens.get(to).map_or(usize::MAX, |token| token.start);
        let found = self.message.mentions.iter().find(|mention| {
            (before..=first.start).contains(&mention.start) && (last.end..=after).contains(&mention.end)
        });
        found.map(|mention| &mention.person)
    }

    /// A number with the sign or the point that stands before it, which is no part of a word.
    fn signed(&self, from: usize, to: usize) -> Option<&'a str> {
        let (first, last) = (self.tokens.get(from)?, self.tokens.get(to.checked_sub(1)?)?);
        let before = self.message.text.get(..first.start)?;
        let sign = before.trim_end_matches(|letter| is_dash(letter) || matches!(letter, '+' | '.'));
        let alone = sign.is_empty() || sign.ends_with(char::is_whitespace);
        (alone && sign.len() < before.len()).then(|| self.message.text.get(sign.len()..last.end))?
    }
}

/// A run of words that reads as the type of a slot.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) slot: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: Value,
    /// How many of the words beside it, 0 to 2, stand beside the slot in a phrase.
    pub(super) beside: usize,
    /// More, the surer it is that the slot is meant.
    weight: usize,
}

/// All of them: by slot, then by place, then the shorter ones first.
pub(super) fn readings(intent: &Intent, sentence: &Sentence<'_>) -> Vec<Reading> {
    let mut all = Vec::new();
    let words = sentence.tokens.len();
    let torn = sentence.torn_days();
    for (slot, ty) in intent.slots.iter().map(|slot| &slot.ty).enumerate() {
        let most = match ty {
            ArgumentType::Text => continue,
            ArgumentType::Time => TIME_WORDS_MAX,
            _ => WORDS_MAX,
        };
        for from in 0..words.min(STARTS_MAX) {
            for to in from + 1..=words.min(from + most) {
                // Nobody knows which part of "Sunday 3 May" is right where that is a Monday.
                if torn.iter().any(|(first, last)| *first <= from && to <= *last) {
                    continue;
                }
                let Some(value) = sentence.read(ty, from, to) else { continue };
                let beside = beside(intent, slot, sentence, (from, to));
                // Any number may be an hour: it is one where a phrase has one.
                let bare = *ty == ArgumentType::Time && sentence.text(from, to).is_some_and(is_bare_hour);
                if bare && beside == 0 {
                    continue;
                }
                // "5 February" is a day, not the number in it.
                let joined = if to > from + 1 && !is_number(ty) { 2 } else { 0 };
                all.push(Reading { slot, from, to, value, beside, weight: to - from + joined + beside });
            }
        }
    }
    all
}

pub(super) fn is_number(ty: &ArgumentType) -> bool {
    matches!(ty, ArgumentType::Int | ArgumentType::Float)
}

fn beside(intent: &Intent, slot: usize, sentence: &Sentence<'_>, (from, to): (usize, usize)) -> usize {
    let is = |piece: Option<&Piece>, word: Option<&str>| matches!((piece, word), (Some(Piece::Word(piece)), Some(word)) if piece == word);
    let fits = intent.templates.iter().map(|template| {
        let at =
            template.iter().position(|piece| matches!(piece, Piece::Slot(own) if usize::from(*own) == slot));
        at.map_or(0, |at| {
            let before = from.checked_sub(1).and_then(|word| sentence.word(word));
            usize::from(is(at.checked_sub(1).and_then(|at| template.get(at)), before))
                + usize::from(is(template.get(at + 1), sentence.word(to)))
        })
    });
    fits.max().unwrap_or(0)
}

/// One for each slot that has none yet, of words that are free: the surest first.
pub(super) fn choose<'r>(
    readings: &'r [Reading],
    mut filled: Vec<usize>,
    taken: &mut [bool],
    may: impl Fn(&Reading) -> bool,
) -> Vec<&'r Reading> {
    let mut order: Vec<&Reading> = readings.iter().filter(|reading| may(reading)).collect();
    order.sort_by_key(|reading| {
        let surest = std::cmp::Reverse((reading.weight, reading.beside));
        (surest, reading.slot, reading.from)
    });
    let mut chosen = Vec::new();
    for reading in order {
        let words = || reading.from..reading.to;
        if filled.contains(&reading.slot) || words().any(|at| taken.get(at) != Some(&false)) {
            continue;
        }
        taken.iter_mut().take(reading.to).skip(reading.from).for_each(|taken| *taken = true);
        filled.push(reading.slot);
        chosen.push(reading);
    }
    chosen
}
