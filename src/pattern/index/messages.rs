//! Which `on message` regexes may be found in a text: those that one of their texts is in (one automaton for
//! all texts), and of those that need none the first that is found (one automaton for all of them). The regexes
//! themselves are compiled when they are first tried.

use super::literals::{Clause, clauses, fold_char, shortest};
use crate::base::limits;
use crate::pattern::letters::{Letters, Machine, Shapes, Subsets};
use crate::pattern::regex::{LazyRegex, parse_regex};
use aho_corasick::AhoCorasick;
use regex_syntax::hir::Hir;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Letters of a text that tells something.
const LETTERS_MIN: usize = 2;
/// Regexes that may share a text.
const SHARERS_MAX: usize = 64;
/// States of one regex in the automaton: what it says beyond that is left to the regex.
const OWN_STATES_MAX: usize = 4_000;
/// The same where there are very many.
const OWN_STATES_MIN: usize = 16;

/// See the module.
#[derive(Clone, Debug, Default)]
pub(in crate::pattern) struct MessageFilter {
    finder: Option<AhoCorasick>,
    /// For each text of the finder, the regexes that it is for.
    owners: Vec<Vec<u32>>,
    /// Those that need no text.
    textless: Option<Textless>,
    /// Those that are tried on every message: that no automaton could be made of.
    always: Vec<u32>,
}

impl MessageFilter {
    /// Of the regexes in source order.
    pub(in crate::pattern) fn new<'r>(regexes: impl Iterator<Item = &'r LazyRegex>) -> Self {
        let parsed: Vec<Option<Hir>> =
            regexes.map(|regex| parse_regex(&regex.source, &regex.flags).ok()).collect();
        let all: Vec<Vec<Clause>> =
            parsed.iter().map(|hir| hir.as_ref().map(clauses).unwrap_or_default()).collect();
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for text in all.iter().flatten().flatten() {
            *uses.entry(text).or_default() += 1;
        }
        let mut filter = Self::default();
        let mut textless = Vec::new();
        let (mut texts, mut places): (Vec<&str>, HashMap<&str, usize>) = (Vec::new(), HashMap::new());
        for ((at, clauses), hir) in (0u32..).zip(&all).zip(&parsed) {
            // Rare texts tell most; one letter, and what very many have, tell next to nothing.
            let common = |clause: &Clause| -> usize {
                clause.iter().map(|text| uses.get(text.as_str()).copied().unwrap_or(0)).sum()
            };
            let telling = clauses.iter().filter(|clause| {
                shortest(clause) >= LETTERS_MIN && common(clause) <= clause.len().saturating_mul(SHARERS_MAX)
            });
            let best = telling.min_by_key(|clause| (common(clause), usize::MAX - shortest(clause)));
            let Some(best) = best else {
                textless.push((at, hir.as_ref()));
                continue;
            };
            for text in best {
                let place = *places.entry(text).or_insert_with(|| {
                    texts.push(text);
                    filter.owners.push(Vec::new());
                    texts.len() - 1
                });
                if let Some(owners) = filter.owners.get_mut(place)
                    && owners.last() != Some(&at)
                {
                    owners.push(at);
                }
            }
        }
        if !texts.is_empty() {
            filter.finder = AhoCorasick::new(&texts).ok();
            if filter.finder.is_none() {
                textless = (0u32..).zip(parsed.iter().map(Option::as_ref)).collect();
            }
        }
        if !textless.is_empty() {
            filter.textless = Textless::of(&textless);
            if filter.textless.is_none() {
                filter.always = textless.iter().map(|(at, _)| *at).collect();
            }
        }
        filter
    }

    /// The regexes that may be found in `text`, in source order: of those that are, at least the first.
    pub(in crate::pattern) fn candidates(&self, text: &str) -> Vec<u32> {
        let mut found = self.always.clone();
        if let Some(finder) = &self.finder {
            let folded: String = text.chars().map(fold_char).collect();
            let mut texts: Vec<usize> =
                finder.find_overlapping_iter(&folded).map(|hit| hit.pattern().as_usize()).collect();
            texts.sort_unstable();
            texts.dedup();
            for at in texts {
                found.extend(self.owners.get(at).into_iter().flatten());
            }
        }
        if let Some(textless) = &self.textless {
            textless.search(text, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Regexes that need no text.
#[derive(Clone, Debug)]
struct Textless {
    letters: Letters,
    machine: Machine,
    /// What messages led to so far.
    subsets: Arc<Mutex<Subsets>>,
}

impl Textless {
    fn of(regexes: &[(u32, Option<&Hir>)]) -> Option<Self> {
        let mut shapes = Shapes::default();
        let numbered: Vec<(u32, Option<u32>)> =
            regexes.iter().map(|(at, hir)| (*at, hir.and_then(|hir| shapes.add(hir)))).collect();
        let letters = Letters::of(&shapes)?;
        let share = limits::REGEX_STATES_MAX / numbered.len().max(1);
        let machine = Machine::of(&shapes, numbered, share.clamp(OWN_STATES_MIN, OWN_STATES_MAX));
        let subsets = Subsets::new(true, 1, limits::REGEX_SUBSETS_BYTES_MAX);
        Some(Self { letters, machine, subsets: Arc::new(Mutex::new(subsets)) })
    }

    /// Adds the first that is found, and those that may be.
    fn search(&self, text: &str, all: &mut Vec<u32>) {
        let mut subsets = self.subsets.lock().unwrap_or_else(PoisonError::into_inner);
        let (found, open) = subsets.search((&self.machine, &self.letters), text);
        all.extend(found);
        all.extend(open);
    }
}

#[cfg(test)]
mod tests {
    use super::MessageFilter;
    use crate::pattern::LazyRegex;

    #[test]
    fn few_are_tried() {
        let mut regexes: Vec<LazyRegex> =
            (0..500).map(|at| LazyRegex::new(format!(r"ticket {at:03}\b"), "i")).collect();
        regexes.push(LazyRegex::new(r"\d+", ""));
        regexes.push(LazyRegex::new("Kb", "i"));
        let filter = MessageFilter::new(regexes.iter());
        for (text, expected) in [
            ("see TICKET 007, please", &[7, 500][..]),
            ("hello", &[]),
            // The sign of kelvin is a `k` where case does not count.
            ("300 \u{212a}b", &[500, 501]),
        ] {
            assert_eq!(filter.candidates(text), expected, "{text}");
        }
    }

    /// However many there are and whatever they share: only the first that is found is tried.
    #[test]
    fn of_those_without_a_text_one_is_tried() {
        for (regex, text, expected) in [
            (
                (|at| format!("^[0-9]{{{}}}[a-z]{{{}}}$", at % 40 + 1, at / 40 + 1)) as fn(usize) -> String,
                "1234ab",
                43,
            ),
            (|at| format!(r"\b\w{{{}}}-\d{{{}}}\b", at % 40 + 1, at / 40 + 1), "see web-123, thanks", 82),
            (|at| format!(r"(?<a>\w+) \d{{{}}}", at + 1), "some 99", 0),
            (
                |at| format!("[{}a]x", char::from_u32(0x4e00 + u32::try_from(at).unwrap()).unwrap()),
                "\u{4e09}x",
                9,
            ),
        ] {
            let regexes: Vec<LazyRegex> = (0..2_000).map(|at| LazyRegex::new(regex(at), "")).collect();
            let filter = MessageFilter::new(regexes.iter());
            assert_eq!(filter.candidates(text), [expected], "{text}");
            assert_eq!(filter.candidates("hello there"), [0; 0], "{text}");
        }
    }

    /// One that says too much is tried where what it says first is there.
    #[test]
    fn what_is_too_large_is_tried() {
        let regexes = [LazyRegex::new("x[ab]{9000}|y[ab]{9000}", ""), LazyRegex::new("[xy]{2}", "")];
        let filter = MessageFilter::new(regexes.iter());
        assert_eq!(filter.candidates("xx"), [0, 1]);
        let regexes = [LazyRegex::new("x[ab]{9000}", ""), LazyRegex::new("[xy]{2}", "")];
        let filter = MessageFilter::new(regexes.iter());
        assert_eq!(filter.candidates("xx"), [1]);
    }
}
