//! What a sentence gives for the slots of its intent. Where it is a phrase, or has one inside, the slots are
//! those of the phrase; typed ones are found wherever else they stand, free ones after the words that stand before
//! them in a phrase.

use super::fit::{Fit, Place, best_fit};
use super::template::{Intent, Piece, Template};
use super::token::is_common;
use super::typed::{Reading, Sentence, choose, is_number, readings};
use crate::pattern::ArgumentType;
use crate::value::Value;
use smol_str::SmolStr;

pub(super) fn slots_of(intent: &Intent, sentence: &Sentence<'_>) -> Vec<(SmolStr, Value)> {
    let readings = readings(intent, sentence);
    let whole = best_fit(intent, sentence, &readings, Place::Whole);
    let is_whole = whole.is_some();
    let fit = whole.or_else(|| best_fit(intent, sentence, &readings, Place::Inside));
    let mut taken = vec![false; sentence.tokens.len()];
    let mut filled: Vec<usize> = Vec::new();
    if let Some(fit) = &fit {
        filled.extend(fit.spans.iter().map(|span| span.slot));
        taken.iter_mut().take(fit.to).skip(fit.from).for_each(|taken| *taken = true);
        for span in fit.free() {
            taken.iter_mut().take(span.to).skip(span.from).for_each(|taken| *taken = false);
        }
    }
    let may = |reading: &Reading| may_take(intent, sentence, fit.as_ref(), reading);
    let typed = choose(&readings, filled.clone(), &mut taken, may);
    filled.extend(typed.iter().map(|reading| reading.slot));
    let mut slots: Vec<(usize, Value)> =
        typed.iter().map(|reading| (reading.slot, reading.value.clone())).collect();
    for span in fit.iter().flat_map(|fit| &fit.spans) {
        let value = match span.reading {
            Some(index) => readings.get(index).map(|reading| reading.value.clone()),
            None => {
                let (from, to) = untaken(sentence, &taken, (span.from, span.to));
                taken.iter_mut().take(span.to).skip(span.from).for_each(|taken| *taken = true);
                sentence.text(from, to).map(|text| Value::data(text.trim()))
            }
        };
        slots.extend(value.map(|value| (span.slot, value)));
    }
    for (at, slot) in intent.slots.iter().enumerate() {
        if is_whole || filled.contains(&at) || !matches!(slot.ty, ArgumentType::Text) {
            continue;
        }
        if let Some((from, to)) = free(intent, at, sentence, &taken)
            && let Some(text) = sentence.text(from, to)
        {
            taken.iter_mut().take(to).skip(from).for_each(|taken| *taken = true);
            slots.push((at, Value::data(text.trim())));
        }
    }
    slots.sort_by_key(|(at, _)| *at);
    let named = slots.into_iter().filter_map(|(at, value)| Some((intent.slots.get(at)?.name.clone(), value)));
    named.collect()
}

/// Whether a run may be a slot that no phrase has placed.
fn may_take(intent: &Intent, sentence: &Sentence<'_>, fit: Option<&Fit>, reading: &Reading) -> bool {
    let number = intent.slots.get(reading.slot).is_some_and(|slot| is_number(&slot.ty));
    // "the cheap one" counts nothing.
    if number && reading.beside == 0 && sentence.text(reading.from, reading.to).is_some_and(is_one) {
        return false;
    }
    let within =
        fit.into_iter().flat_map(Fit::free).find(|span| span.from <= reading.from && reading.to <= span.to);
    within.is_none_or(|span| {
        // "fly to friday": a day is no city, where days have a slot of their own.
        if (span.from, span.to) == (reading.from, reading.to) {
            return intent.slots.get(reading.slot).is_some_and(|slot| is_moment(&slot.ty));
        }
        // A text that a phrase has placed stays one: "flight 318" has a number, but not of tickets, and "Friday
        // Harbor" is no day.
        let named =
            reading.from == span.from && sentence.word(reading.to).is_some_and(|word| !is_common(word));
        reading.beside > 0 || !(number || named)
    })
}

/// Whether it is a point or a span of time.
fn is_moment(ty: &ArgumentType) -> bool {
    matches!(ty, ArgumentType::Date | ArgumentType::Time | ArgumentType::Duration)
}

fn is_one(text: &str) -> bool {
    text.eq_ignore_ascii_case("one")
}

/// What is left of the words of a free slot: up to the next that another slot took.
fn untaken(sentence: &Sentence<'_>, taken: &[bool], (from, to): (usize, usize)) -> (usize, usize) {
    let is_taken = |at: &usize| taken.get(*at) == Some(&true);
    let from = (from..to).find(|at| !is_taken(at)).unwrap_or(to);
    match (from..to).find(is_taken) {
        Some(end) => (from, without_courtesy(sentence, from, end)),
        None => (from, to),
    }
}

/// The words after those that stand before the slot in a phrase, up to those that stand after it.
fn free(intent: &Intent, slot: usize, sentence: &Sentence<'_>, taken: &[bool]) -> Option<(usize, usize)> {
    let words = sentence.tokens.len();
    let known = |word: &str| {
        let pieces = intent.templates.iter().flatten();
        pieces.into_iter().any(|piece| matches!(piece, Piece::Word(own) if own == word))
    };
    let mut best: Option<(usize, usize, usize)> = None;
    for template in &intent.templates {
        let Some(at) =
            template.iter().position(|piece| matches!(piece, Piece::Slot(own) if usize::from(*own) == slot))
        else {
            continue;
        };
        let before = words_of(template.iter().take(at).rev());
        for from in 0..words {
            let Some(word) = sentence.word(from) else { continue };
            if taken.get(from) == Some(&true) {
                continue;
            }
            let fits = before
                .iter()
                .zip(sentence.tokens.iter().take(from).rev())
                .take_while(|(word, token)| ***word == token.word)
                .count();
            let better = best.is_none_or(|(most, ..)| fits > most);
            if !better || (fits == 0 && !(before.is_empty() && from == 0)) {
                continue;
            }
            // What follows a "to" may be another word of a phrase: then it is none. After all that stands before
            // the slot it is one, whatever it is.
            let sure = fits == before.len() && before.iter().any(|word| !is_common(word));
            if !sure && fits < 2 && known(word) {
                continue;
            }
            let to = free_end(template, at, sentence, (from, taken));
            if to > from {
                best = Some((fits, from, to));
            }
        }
    }
    best.map(|(_, from, to)| (from, to))
}

/// Where the words for the slot at `at` of a phrase end: before what follows it there, or else before any word
/// that comes later in the phrase.
fn free_end(
    template: &Template,
    at: usize,
    sentence: &Sentence<'_>,
    (from, taken): (usize, &[bool]),
) -> usize {
    let words = sentence.tokens.len();
    let next = words_of(template.iter().skip(at + 1));
    let after: Vec<&SmolStr> = template.iter().skip(at + 1).filter_map(word_of).collect();
    let limit = (from..words).find(|at| taken.get(*at) == Some(&true)).unwrap_or(words);
    let follows = |at: &usize| {
        !next.is_empty() && (*at..).zip(&next).all(|(at, next)| sentence.word(at) == Some(next.as_str()))
    };
    let is_after = |at: &usize| sentence.word(*at).is_some_and(|word| after.iter().any(|own| *own == word));
    let to = (from..limit).find(follows).or_else(|| (from..limit).find(is_after)).unwrap_or(limit);
    without_courtesy(sentence, from, to)
}

/// The words up to the first slot.
fn words_of<'t>(pieces: impl Iterator<Item = &'t Piece>) -> Vec<&'t SmolStr> {
    pieces.map_while(word_of).collect()
}

fn word_of(piece: &Piece) -> Option<&SmolStr> {
    match piece {
        Piece::Word(word) => Some(word),
        Piece::Slot(_) => None,
    }
}

/// "Lisbon please" is Lisbon; so is "Lisbon on", before a date.
fn without_courtesy(sentence: &Sentence<'_>, from: usize, mut to: usize) -> usize {
    const TRAILING: [&str; 10] = ["please", "thanks", "on", "at", "for", "by", "and", "then", "in", "the"];
    while to > from
        && to.checked_sub(1).and_then(|last| sentence.word(last)).is_some_and(|word| TRAILING.contains(&word))
    {
        to -= 1;
    }
    to
}

#[cfg(test)]
mod tests {
    use super::{Sentence, slots_of};
    use crate::pattern::testing::{matcher, patterns, shown_value, with_surroundings};
    use crate::pattern::{Intent, Mention, MessageText};
    use crate::value::PersonRef;

    fn check(phrases: &[&str], message: &MessageText, expected: &str) {
        assert_eq!(shown(phrases, message), expected, "{}", message.text);
    }

    fn shown(phrases: &[&str], message: &MessageText) -> String {
        let intent = Intent::of("it".into(), &patterns(phrases), &matcher(phrases));
        let slots = with_surroundings(|surroundings| slots_of(&intent, &Sentence::of(message, surroundings)));
        let shown: Vec<String> =
            slots.iter().map(|(name, value)| format!("{name}={}", shown_value(value))).collect();
        shown.join(" ")
    }

    #[test]
    fn typed_slots_by_the_longest_run() {
        let phrases = ["order {n: int} pizzas", "pizza on {day: date}", "get pizza at {at: time}"];
        for (text, expected) in [
            ("pizza on 5 February", "day=2026-02-05"),
            ("some pizza for 5 February would be nice", "day=2026-02-05"),
            ("get pizza at 5 pm", "at=2026-01-05T17:00:00Z"),
            ("I'd like 3 pizzas at 5 pm", "n=3 at=2026-01-05T17:00:00Z"),
            ("order -3 pizzas", "n=-3"),
            ("order 1,000 pizzas", "n=1000"),
            ("3-5 pizzas", ""),
            ("get pizza at 9", "at=2026-01-06T09:00:00Z"),
            ("get pizza at nine", "at=2026-01-06T09:00:00Z"),
            ("I'd like a dozen pizzas", "n=12"),
            ("order two hundred pizzas", "n=200"),
            ("get 3 pizzas on Sunday 3 May", "n=3 day=2026-05-03"),
            ("get pizza on 3/4/2026", ""),
            ("pizza on Monday 3 May", ""),
            ("the 9 of us", "n=9"),
            ("the good one", ""),
            ("", ""),
        ] {
            check(&phrases, &MessageText::plain(text), expected);
        }
    }

    #[test]
    fn two_of_a_type_by_the_words_beside_them() {
        let phrases = ["rent it from {a: date} to {b: date}"];
        check(&phrases, &MessageText::plain("rent it from monday to friday"), "a=2026-01-12 b=2026-01-09");
        check(&phrases, &MessageText::plain("to friday, from monday"), "a=2026-01-12 b=2026-01-09");
        check(&phrases, &MessageText::plain("monday or friday"), "a=2026-01-12 b=2026-01-09");
    }

    #[test]
    fn free_slots() {
        let fly = ["book a flight to {city}", "I want to fly [to {city}] [on {day: date}] [in {env: Env}]"];
        let add = ["add {item} to my list", "add a todo {item}", "put {item} on {list}"];
        for (phrases, text, expected) in [
            (&fly[..], "I want to fly to New York on 5 Jan", "city=\"New York\" day=2026-01-05"),
            (
                &fly,
                "book a flight to New York on friday in prod",
                "city=\"New York\" day=2026-01-09 env=\"prod\"",
            ),
            (&fly, "I want to book a flight", ""),
            (&fly, "hey, book a flight to Oslo please", "city=\"Oslo\""),
            (&fly, "I want to fly to friday", "day=2026-01-09"),
            (&fly, "I want to fly to Friday Harbor", "city=\"Friday Harbor\""),
            (&fly, "I want to fly to Friday Harbor tomorrow", "city=\"Friday Harbor\" day=2026-01-06"),
            (&fly, "I want to fly to Rome on Sunday 3 May", "city=\"Rome\" day=2026-05-03"),
            (&fly, "I want to fly to friday on 5 Jan", "city=\"friday\" day=2026-01-05"),
            (&add, "add reply to Bob to my list", "item=\"reply to Bob\""),
            (&add, "Could you add a book to my list today?", "item=\"a book\""),
            (&add, "add to my list", ""),
            (&add, "add a todo a todo", "item=\"a todo\""),
            (&add, "put it on hold on the list", "item=\"it\" list=\"hold on the list\""),
        ] {
            check(phrases, &MessageText::plain(text), expected);
        }
    }

    #[test]
    fn a_mention_is_a_person() {
        let person = PersonRef::of_email("bob@example.com");
        let mentions = vec![Mention { start: 5, end: 14, person }];
        let message = MessageText { text: "tell Bob Smith lunch is ready".into(), mentions };
        check(&["tell {who: person} {what}"], &message, "who=<bob@example.com> what=\"lunch is ready\"");
    }

    /// Phrases that could be laid over a long message in many ways.
    #[test]
    fn a_long_message_takes_a_moment() {
        let phrases = ["{a} x {b} x {c} x {d} x {e} y", "x {a} {n: int} {b} {day: date} {c}"];
        let shown = shown(&phrases, &MessageText::plain("x ".repeat(3000)));
        assert!(!shown.contains("n=") && !shown.contains("day="), "{} letters", shown.len());
    }
}
