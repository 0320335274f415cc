//! All command patterns in one automaton over words. Its states are the ways in which patterns begin, so that
//! patterns that begin alike share them; from a state a word leads on by a table of literals, as an argument of
//! one word, or as one of some words.
//!
//! It takes a little more than the patterns do: an argument is any word, and a word that looks like a flag may
//! be one or not. What a pattern does after too many ways is not followed: then anything may come.

use crate::pattern::matcher::{Alternative, Op, Parameter};
use crate::pattern::search::hole_type;
use crate::pattern::words::{WordKind, Words};
use smol_str::SmolStr;
use std::collections::{HashMap, HashSet};

/// Ways through the optional parts and alternatives of one pattern that are followed.
const WAYS_MAX: usize = 96;
/// Pairs of places that are looked at to find what a pattern meets.
const MEETINGS_MAX: usize = 4_000;
const NO_STATE: u32 = u32::MAX;
/// The word that no pattern has.
const OTHER: u32 = 0;

/// See the module.
#[derive(Clone, Debug)]
pub(in crate::pattern) struct WordAutomaton {
    /// The literal words of all patterns, folded.
    words: HashMap<SmolStr, u32>,
    /// Where a literal word leads from a state.
    literal: HashMap<(u32, u32), u32>,
    states: Vec<State>,
}

#[derive(Clone, Debug)]
struct State {
    /// After an argument of one word.
    one: u32,
    /// After the first word of an argument that may have some.
    some: u32,
    /// Whether the argument that led here may go on.
    goes_on: bool,
    /// The states that literal words lead to.
    next: Vec<u32>,
    /// Ranks of the patterns that may end here.
    ends: Vec<u32>,
    /// Ranks of the patterns that anything may follow here.
    open: Vec<u32>,
}

impl State {
    fn new(goes_on: bool) -> Self {
        Self { one: NO_STATE, some: NO_STATE, goes_on, next: Vec::new(), ends: Vec::new(), open: Vec::new() }
    }
}

impl Default for WordAutomaton {
    fn default() -> Self {
        Self { words: HashMap::new(), literal: HashMap::new(), states: vec![State::new(false)] }
    }
}

impl WordAutomaton {
    /// Adds a pattern. Ranks are added in order.
    pub(in crate::pattern) fn add(&mut self, rank: u32, alternative: &Alternative, parameters: &[Parameter]) {
        let mut ways = vec![(0, 0)];
        let mut seen = HashSet::new();
        while let Some((step, state)) = ways.pop() {
            if !seen.insert((step, state)) {
                continue;
            }
            if seen.len() > WAYS_MAX {
                self.open_at(state, rank);
                continue;
            }
            let Some(op) = alternative.ops.get(step) else {
                if let Some(found) = self.state_mut(state) {
                    found.ends.push(rank);
                }
                continue;
            };
            match op {
                Op::Word(word) => {
                    let next = self.after_word(state, word);
                    ways.push((step + 1, next));
                }
                Op::Hole(parameter) => {
                    let some = hole_type(parameters, *parameter).is_some_and(|ty| ty.words_max() > 1);
                    let next = self.after_argument(state, some);
                    ways.push((step + 1, next));
                }
                Op::List(_) | Op::Rest(_) => {
                    let next = self.after_argument(state, false);
                    self.open_at(next, rank);
                }
                Op::Split(first, second) => ways.extend([(*second, state), (*first, state)]),
                Op::Jump(target) => ways.push((*target, state)),
            }
        }
    }

    /// The ranks of the patterns that the words may fit, in order.
    pub(in crate::pattern) fn candidates(&self, words: &Words<'_>) -> Vec<u32> {
        let mut found = Vec::new();
        let mut walk = Walk { automaton: self, opened: Vec::new(), found: &mut found };
        let (mut now, mut next) = (vec![0], Vec::new());
        // The states that a flag leaves as they are once its value is read too.
        let mut after_value: Vec<u32> = Vec::new();
        walk.open(&now);
        for (at, word) in words.all.iter().enumerate() {
            next.clear();
            next.append(&mut after_value);
            let id = words.literal(at).and_then(|literal| self.words.get(literal)).copied();
            walk.step(&now, id.unwrap_or(OTHER), &mut next);
            if let WordKind::Flag { value, .. } = word.kind {
                next.extend(&now);
                if value.is_none() {
                    after_value.clone_from(&now);
                }
            }
            next.sort_unstable();
            next.dedup();
            walk.open(&next);
            std::mem::swap(&mut now, &mut next);
            if now.is_empty() && after_value.is_empty() {
                break;
            }
        }
        for state in now {
            found.extend(self.state(state).map_or(&[][..], |state| &state.ends));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The ranks of the patterns that some message of this one may fit too, in order; not all of them, where a
    /// pattern may be nearly anything.
    pub(in crate::pattern) fn meeting(&self, alternative: &Alternative) -> Vec<u32> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        let mut ways = vec![(0, 0)];
        while let Some((step, at)) = ways.pop() {
            if seen.len() > MEETINGS_MAX || !seen.insert((step, at)) {
                continue;
            }
            let Some(state) = self.state(at) else { continue };
            found.extend(&state.open);
            let any = [state.one, state.some].into_iter().filter(|next| *next != NO_STATE);
            match alternative.ops.get(step) {
                None => found.extend(&state.ends),
                Some(Op::Split(first, second)) => ways.extend([(*first, at), (*second, at)]),
                Some(Op::Jump(target)) => ways.push((*target, at)),
                Some(Op::Word(word)) => {
                    let literal = self.words.get(word).and_then(|word| self.literal.get(&(at, *word)));
                    ways.extend(any.chain(literal.copied()).map(|next| (step + 1, next)));
                    if state.goes_on {
                        ways.push((step + 1, at));
                    }
                }
                Some(op @ (Op::Hole(_) | Op::List(_) | Op::Rest(_))) => {
                    ways.extend(any.chain(state.next.iter().copied()).map(|next| (step + 1, next)));
                    if state.goes_on {
                        ways.push((step + 1, at));
                    }
                    if matches!(op, Op::List(_) | Op::Rest(_)) {
                        let all = [state.one, state.some].into_iter().filter(|next| *next != NO_STATE);
                        ways.extend(all.chain(state.next.iter().copied()).map(|next| (step, next)));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn state(&self, at: u32) -> Option<&State> {
        self.states.get(usize::try_from(at).ok()?)
    }

    fn state_mut(&mut self, at: u32) -> Option<&mut State> {
        self.states.get_mut(usize::try_from(at).ok()?)
    }

    fn open_at(&mut self, state: u32, rank: u32) {
        if let Some(state) = self.state_mut(state)
            && state.open.last() != Some(&rank)
        {
            state.open.push(rank);
        }
    }

    fn new_state(&mut self, goes_on: bool) -> u32 {
        let at = u32::try_from(self.states.len()).unwrap_or(NO_STATE);
        self.states.push(State::new(goes_on));
        at
    }

    fn after_word(&mut self, state: u32, word: &SmolStr) -> u32 {
        let next_word = u32::try_from(self.words.len()).unwrap_or(NO_STATE).saturating_add(1);
        let word = *self.words.entry(word.clone()).or_insert(next_word);
        if let Some(known) = self.literal.get(&(state, word)) {
            return *known;
        }
        let next = self.new_state(false);
        self.literal.insert((state, word), next);
        if let Some(state) = self.state_mut(state) {
            state.next.push(next);
        }
        next
    }

    fn after_argument(&mut self, state: u32, some: bool) -> u32 {
        let known = self.state(state).map_or(NO_STATE, |state| if some { state.some } else { state.one });
        if known != NO_STATE {
            return known;
        }
        let next = self.new_state(some);
        if let Some(state) = self.state_mut(state) {
            *(if some { &mut state.some } else { &mut state.one }) = next;
        }
        next
    }
}

struct Walk<'a> {
    automaton: &'a WordAutomaton,
    /// States whose open patterns were found.
    opened: Vec<u32>,
    found: &'a mut Vec<u32>,
}

impl Walk<'_> {
    /// Adds what anything may follow.
    fn open(&mut self, states: &[u32]) {
        for at in states {
            let open = self.automaton.state(*at).map_or(&[][..], |state| &state.open);
            if !open.is_empty() && !self.opened.contains(at) {
                self.opened.push(*at);
                self.found.extend(open);
            }
        }
    }

    fn step(&self, now: &[u32], word: u32, next: &mut Vec<u32>) {
        for at in now {
            let Some(state) = self.automaton.state(*at) else { continue };
            if word != OTHER {
                next.extend(self.automaton.literal.get(&(*at, word)));
            }
            next.extend([state.one, state.some].iter().filter(|next| **next != NO_STATE));
            if state.goes_on {
                next.push(*at);
            }
        }
    }
}
