//! What a sentence gives for the slots of its intent: typed ones wherever they stand, free ones after the
//! words that stand before them in a phrase.

use super::template::{Intent, Piece, Template};
use super::token::{Token, tokens};
use crate::pattern::{Argument, ArgumentType, MessageText, Surroundings, read_argument};
use crate::value::Value;
use smol_str::SmolStr;

/// Words that a date or a duration may have.
const SPAN_WORDS_MAX: usize = 5;

pub(super) fn slots_of(
    intent: &Intent,
    message: &MessageText,
    surroundings: &Surroundings<'_>,
) -> Vec<(SmolStr, Value)> {
    let found = tokens(&message.text);
    let mut taken = vec![false; found.len()];
    let mut slots: Vec<(usize, SmolStr, Value)> = Vec::new();
    for (at, slot) in intent.slots.iter().enumerate() {
        if matches!(slot.ty, ArgumentType::Text) {
            continue;
        }
        if let Some((from, to, value)) = typed(&slot.ty, &found, (message, surroundings), &taken) {
            taken.iter_mut().take(to).skip(from).for_each(|taken| *taken = true);
            slots.push((at, slot.name.clone(), value));
        }
    }
    for (at, slot) in intent.slots.iter().enumerate() {
        if !matches!(slot.ty, ArgumentType::Text) {
            continue;
        }
        if let Some((from, to)) = free(intent, at, &found, &taken) {
            taken.iter_mut().take(to).skip(from).for_each(|taken| *taken = true);
            let start = found.get(from).map_or(0, |token| token.start);
            let end = to.checked_sub(1).and_then(|last| found.get(last)).map_or(start, |token| token.end);
            if let Some(text) = message.text.get(start..end) {
                slots.push((at, slot.name.clone(), Value::data(text.trim())));
            }
        }
    }
    slots.sort_by_key(|(at, ..)| *at);
    slots.into_iter().map(|(_, name, value)| (name, value)).collect()
}

/// The longest run of words that reads as the type, the first of equals.
fn typed(
    ty: &ArgumentType,
    found: &[Token],
    (message, surroundings): (&MessageText, &Surroundings<'_>),
    taken: &[bool],
) -> Option<(usize, usize, Value)> {
    for length in (1..=SPAN_WORDS_MAX.min(found.len())).rev() {
        for from in 0..=found.len() - length {
            let to = from + length;
            if taken.iter().take(to).skip(from).any(|taken| *taken) {
                continue;
            }
            let (Some(first), Some(last)) = (found.get(from), found.get(to - 1)) else { continue };
            let Some(text) = message.text.get(first.start..last.end) else { continue };
            if let Ok(value) = read_argument(ty, &Argument::plain(text), surroundings) {
                return Some((from, to, value));
            }
        }
    }
    None
}

/// The words after those that stand before the slot in a phrase, up to those that stand after it.
fn free(intent: &Intent, slot: usize, found: &[Token], taken: &[bool]) -> Option<(usize, usize)> {
    let known: Vec<&SmolStr> = intent
        .templates
        .iter()
        .flatten()
        .filter_map(|piece| match piece {
            Piece::Word(word) => Some(word),
            Piece::Slot(_) => None,
        })
        .collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for template in &intent.templates {
        let Some(at) =
            template.iter().position(|piece| matches!(piece, Piece::Slot(own) if usize::from(*own) == slot))
        else {
            continue;
        };
        let before = words_before(template, at);
        let after = words_after(template, at);
        for from in 0..found.len() {
            let Some(token) = found.get(from) else { continue };
            // What follows the words of a phrase may be another word of a phrase: then it is none.
            if taken.get(from) == Some(&true) || known.contains(&&token.word) {
                continue;
            }
            let fits = before
                .iter()
                .rev()
                .zip(found.iter().take(from).rev())
                .take_while(|(word, token)| **word == token.word)
                .count();
            if fits == 0 && !(before.is_empty() && from == 0) {
                continue;
            }
            let to = (from..found.len())
                .find(|at| {
                    let token = found.get(*at);
                    taken.get(*at) == Some(&true) || token.is_some_and(|token| after.contains(&token.word))
                })
                .unwrap_or(found.len());
            let to = without_courtesy(found, from, to);
            if to > from && best.is_none_or(|(most, ..)| fits > most) {
                best = Some((fits, from, to));
            }
        }
    }
    best.map(|(_, from, to)| (from, to))
}

fn words_before(template: &Template, at: usize) -> Vec<SmolStr> {
    let pieces = template.iter().take(at).rev().map_while(|piece| match piece {
        Piece::Word(word) => Some(word.clone()),
        Piece::Slot(_) => None,
    });
    let mut words: Vec<SmolStr> = pieces.collect();
    words.reverse();
    words
}

fn words_after(template: &Template, at: usize) -> Vec<SmolStr> {
    template
        .iter()
        .skip(at + 1)
        .filter_map(|piece| match piece {
            Piece::Word(word) => Some(word.clone()),
            Piece::Slot(_) => None,
        })
        .collect()
}

/// "Lisbon please" is Lisbon; so is "Lisbon on", before a date.
fn without_courtesy(found: &[Token], from: usize, mut to: usize) -> usize {
    const TRAILING: [&str; 10] = ["please", "thanks", "on", "at", "for", "by", "and", "then", "in", "the"];
    while to > from
        && to
            .checked_sub(1)
            .and_then(|last| found.get(last))
            .is_some_and(|token| TRAILING.contains(&token.word.as_str()))
    {
        to -= 1;
    }
    to
}
