//! The shortest message that two patterns take.

use super::pattern::{Followed, Place, Symbol};
use super::sample::samples;
use crate::pattern::matcher::{Op, ParameterKind};
use crate::pattern::search::hole_type;
use smol_str::SmolStr;
use std::collections::{HashSet, VecDeque};

/// Pairs of places that one search looks at.
const NODES_MAX: usize = 1_000;

/// A message that `first` is chosen for and that `second` would run for; of single words.
pub(super) fn meet(first: Followed<'_>, second: Followed<'_>) -> Option<String> {
    let words = words(first, second);
    let start = (first.start(), second.start());
    let mut seen: HashSet<(Vec<Place>, Vec<Place>)> = HashSet::from([start.clone()]);
    let mut queue = VecDeque::from([(start, String::new())]);
    while let Some(((a, b), text)) = queue.pop_front() {
        if first.accepts(&a) && second.accepts(&b) {
            return Some(text + &needed(first) + &needed(second));
        }
        if seen.len() > NODES_MAX {
            return None;
        }
        for word in &words {
            let symbol = Symbol::Word(word.clone());
            let next = (first.after(&a, &symbol), second.after(&b, &symbol));
            if next.0.is_empty() || next.1.is_empty() || !seen.insert(next.clone()) {
                continue;
            }
            let text = if text.is_empty() { word.to_string() } else { format!("{text} {word}") };
            queue.push_back((next, text));
        }
    }
    None
}

/// The words that either names, and some for its arguments; short ones first.
fn words(first: Followed<'_>, second: Followed<'_>) -> Vec<SmolStr> {
    let mut words: Vec<SmolStr> = Vec::new();
    let mut add = |word: SmolStr| {
        if !word.contains('"') && !words.contains(&word) {
            words.push(word);
        }
    };
    let ops =
        || [first, second].into_iter().flat_map(|one| one.alternative.ops.iter().map(move |op| (one, op)));
    for (_, op) in ops() {
        if let Op::Word(word) = op {
            add(word.clone());
        }
    }
    for (one, op) in ops() {
        if let Op::Hole(parameter) | Op::List(parameter) | Op::Rest(parameter) = op
            && let Some(ty) = hole_type(one.parameters, *parameter)
        {
            samples(ty).into_iter().for_each(&mut add);
        }
    }
    words.sort_by_key(SmolStr::len);
    words
}

/// The flags that must be there, as they are typed.
fn needed(one: Followed<'_>) -> String {
    let flags = one.alternative.flags.iter().filter(|flag| flag.required).map(|flag| {
        let kind = one.parameters.get(flag.parameter).map(|parameter| &parameter.kind);
        let value = match kind {
            Some(ParameterKind::Hole { ty, .. }) if flag.takes_value => samples(ty).into_iter().next(),
            Some(ParameterKind::Hole { .. } | ParameterKind::Flag) | None => None,
        };
        value.map_or_else(|| format!(" --{}", flag.word), |value| format!(" --{} {value}", flag.word))
    });
    flags.collect()
}
