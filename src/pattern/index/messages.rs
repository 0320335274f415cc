//! Which `on message` regexes may be found in a text: those that one of their texts is in (one automaton for
//! all), and those that need none, which are one automaton too where they are many. The regexes themselves are
//! compiled when they are first tried.

use super::literals::{Clause, clauses, fold_char, shortest};
use crate::base::limits;
use crate::pattern::regex::{LazyRegex, parse_regex};
use aho_corasick::AhoCorasick;
use regex::{RegexSet, RegexSetBuilder};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// From how many regexes on that need no text they are searched for together.
const TOGETHER_MIN: usize = 16;
/// Letters of a text that tells something.
const LETTERS_MIN: usize = 2;
/// Regexes that may share a text.
const SHARERS_MAX: usize = 64;

/// See the module.
#[derive(Clone, Debug, Default)]
pub(in crate::pattern) struct MessageFilter {
    finder: Option<AhoCorasick>,
    /// For each text of the finder, the regexes that it is for.
    owners: Vec<Vec<u32>>,
    /// Those that need no text.
    others: Vec<u32>,
    /// Those together, where they are many; made when first needed.
    together: Arc<OnceLock<Option<RegexSet>>>,
    /// How those are written.
    sources: Vec<String>,
}

impl MessageFilter {
    /// Of the regexes in source order.
    pub(in crate::pattern) fn new<'r>(regexes: impl Iterator<Item = &'r LazyRegex>) -> Self {
        let parsed: Vec<Option<regex_syntax::hir::Hir>> =
            regexes.map(|regex| parse_regex(&regex.source, &regex.flags).ok()).collect();
        let all: Vec<Vec<Clause>> =
            parsed.iter().map(|hir| hir.as_ref().map(clauses).unwrap_or_default()).collect();
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for text in all.iter().flatten().flatten() {
            *uses.entry(text).or_default() += 1;
        }
        let mut filter = Self::default();
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
                filter.others.push(at);
                filter.sources.push(hir.as_ref().map(ToString::to_string).unwrap_or_default());
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
                // Without a finder all are tried.
                filter.others = (0u32..).zip(&all).map(|(at, _)| at).collect();
                filter.sources.clear();
            }
        }
        filter
    }

    /// The regexes that may be found in `text`, in source order.
    pub(in crate::pattern) fn candidates(&self, text: &str) -> Vec<u32> {
        let mut found = Vec::new();
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
        match self.together() {
            Some(set) => {
                let hits = set.matches(text);
                found.extend(hits.iter().filter_map(|at| self.others.get(at)));
            }
            None => found.extend(&self.others),
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn together(&self) -> Option<&RegexSet> {
        if self.others.len() < TOGETHER_MIN || self.sources.len() != self.others.len() {
            return None;
        }
        let build = || {
            // With a small cache the set falls back to an engine that is slower than trying one by one.
            RegexSetBuilder::new(&self.sources)
                .size_limit(limits::REGEX_SET_BYTES_MAX)
                .dfa_size_limit(limits::REGEX_SET_CACHE_BYTES_MAX)
                .build()
                .ok()
        };
        self.together.get_or_init(build).as_ref()
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
            ("hello", &[500]),
            // The sign of kelvin is a `k` where case does not count.
            ("300 \u{212a}b", &[500, 501]),
        ] {
            assert_eq!(filter.candidates(text), expected, "{text}");
        }
    }

    #[test]
    fn many_without_a_text_are_searched_for_together() {
        let regexes: Vec<LazyRegex> =
            (2..40).map(|at| LazyRegex::new(format!(r"^[0-9]{{{at}}}$"), "")).collect();
        let filter = MessageFilter::new(regexes.iter());
        assert_eq!(filter.candidates("12345"), [3]);
        assert!(filter.candidates("12a").is_empty());
    }
}
