//! Regexes as one machine that reads letters. Its states are the ways in which regexes begin: those that begin alike
//! share them, so `\d{2}x` and `\d{3}y` are five states and not seven.

use super::kind::{Kind, holds};
use super::shape::{Shape, Shapes};
use regex_syntax::hir::Look;
use std::collections::HashMap;

/// The end of a list of edges.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
enum Edge {
    /// Reads a letter of a set.
    Letter { set: u32, to: u32 },
    /// Goes on at once.
    Free(u32),
    /// Goes on where this holds.
    Look(Look, u32),
    /// This regex is found.
    Found(u32),
    /// What this regex says from here on is not followed: it may be found.
    Open(u32),
}

/// See the module. It begins in state 0.
#[derive(Clone, Debug)]
pub(in crate::pattern) struct Machine {
    /// The first edge of each state.
    first: Vec<u32>,
    /// The edges, each with the next one of its state.
    edges: Vec<(Edge, u32)>,
    exact: bool,
}

/// What a machine can do next, between two letters.
#[derive(Clone, Debug, Default)]
pub(in crate::pattern) struct Closed {
    /// Sets of letters, and the state after one of them.
    pub(in crate::pattern) letters: Vec<(u32, u32)>,
    /// Regexes that are found, in order.
    pub(in crate::pattern) found: Vec<u32>,
    /// Regexes that may be found, in order.
    pub(in crate::pattern) open: Vec<u32>,
}

/// The states that were seen on one way; made once, used often.
#[derive(Clone, Debug, Default)]
pub(in crate::pattern) struct Marks {
    seen: Vec<u32>,
    round: u32,
}

impl Marks {
    fn begin(&mut self, states: usize) {
        self.round = self.round.wrapping_add(1);
        if self.round == 0 || self.seen.len() < states {
            self.seen.clear();
            self.seen.resize(states, 0);
            self.round = 1;
        }
    }

    /// Whether the state was not seen yet.
    fn mark(&mut self, state: u32) -> bool {
        let seen = usize::try_from(state).ok().and_then(|at| self.seen.get_mut(at));
        seen.is_some_and(|seen| std::mem::replace(seen, self.round) != self.round)
    }
}

impl Machine {
    /// Of the regexes with their numbers, each of not more than so many states of its own; one without a shape may
    /// be found anywhere.
    pub(in crate::pattern) fn of(
        shapes: &Shapes,
        regexes: impl IntoIterator<Item = (u32, Option<u32>)>,
        own_max: usize,
    ) -> Self {
        let machine = Self { first: vec![NONE], edges: Vec::new(), exact: true };
        let mut builder = Builder { shapes, machine, known: HashMap::new(), states_max: 0 };
        for (number, shape) in regexes {
            builder.states_max = builder.machine.first.len().saturating_add(own_max);
            match shape.map_or(Err(0), |shape| builder.after(0, shape)) {
                Ok(end) => builder.machine.add_edge(end, Edge::Found(number)),
                Err(cut) => {
                    builder.machine.exact = false;
                    builder.machine.add_edge(cut, Edge::Open(number));
                }
            }
        }
        builder.machine
    }

    /// Whether no regex was cut.
    pub(in crate::pattern) fn is_exact(&self) -> bool {
        self.exact
    }

    fn add_edge(&mut self, state: u32, edge: Edge) {
        let next = u32::try_from(self.edges.len()).unwrap_or(NONE);
        if let Some(first) = usize::try_from(state).ok().and_then(|at| self.first.get_mut(at)) {
            self.edges.push((edge, std::mem::replace(first, next)));
        }
    }

    /// Follows what reads nothing, between two letters.
    pub(in crate::pattern) fn close(
        &self,
        from: impl IntoIterator<Item = u32>,
        (before, after): (Kind, Kind),
        marks: &mut Marks,
    ) -> Closed {
        marks.begin(self.first.len());
        let mut stack: Vec<u32> = from.into_iter().filter(|state| marks.mark(*state)).collect();
        let mut closed = Closed::default();
        while let Some(state) = stack.pop() {
            let mut at =
                usize::try_from(state).ok().and_then(|at| self.first.get(at)).copied().unwrap_or(NONE);
            while let Some((edge, next)) = usize::try_from(at).ok().and_then(|at| self.edges.get(at)) {
                at = *next;
                match *edge {
                    Edge::Letter { set, to } => closed.letters.push((set, to)),
                    Edge::Free(to) if marks.mark(to) => stack.push(to),
                    Edge::Look(look, to) if holds(look, before, after) && marks.mark(to) => stack.push(to),
                    Edge::Free(_) | Edge::Look(..) => {}
                    Edge::Found(number) => closed.found.push(number),
                    Edge::Open(number) => closed.open.push(number),
                }
            }
        }
        for list in [&mut closed.found, &mut closed.open] {
            list.sort_unstable();
            list.dedup();
        }
        closed
    }
}

struct Builder<'s> {
    shapes: &'s Shapes,
    machine: Machine,
    /// Where a shape leads from a state. All that leads there is that shape, read from that state.
    known: HashMap<(u32, u32), u32>,
    states_max: usize,
}

impl Builder<'_> {
    fn new_state(&mut self) -> Option<u32> {
        if self.machine.first.len() >= self.states_max {
            return None;
        }
        let state = u32::try_from(self.machine.first.len()).ok().filter(|state| *state != NONE)?;
        self.machine.first.push(NONE);
        Some(state)
    }

    /// The state after a shape was read; or, where that takes too many states, the last one that everything
    /// that is read so far has passed. Recursion is bounded by the nesting limit of the parser.
    fn after(&mut self, state: u32, shape: u32) -> Result<u32, u32> {
        if let Some(known) = self.known.get(&(state, shape)) {
            return Ok(*known);
        }
        let next = match self.shapes.get(shape).ok_or(state)? {
            Shape::Letter(set) => {
                let to = self.new_state().ok_or(state)?;
                self.machine.add_edge(state, Edge::Letter { set: *set, to });
                to
            }
            Shape::Look(look) => {
                let look = Look::from_repr(*look).ok_or(state)?;
                let to = self.new_state().ok_or(state)?;
                self.machine.add_edge(state, Edge::Look(look, to));
                to
            }
            // Its parts are known already.
            Shape::Concat(parts) => return parts.iter().try_fold(state, |at, part| self.after(at, *part)),
            Shape::Alternation(parts) => {
                let to = self.new_state().ok_or(state)?;
                for part in parts {
                    let end = self.after(state, *part).map_err(|_| state)?;
                    self.machine.add_edge(end, Edge::Free(to));
                }
                to
            }
            Shape::Repetition { shape: sub, min, max } => {
                let least = (0..*min).try_fold(state, |at, _| self.after(at, *sub))?;
                match max {
                    Some(max) if max == min => return Ok(least),
                    Some(max) => self.some_more(least, *sub, max.saturating_sub(*min))?,
                    None => self.any_more(least, *sub)?,
                }
            }
        };
        self.known.insert((state, shape), next);
        Ok(next)
    }

    /// After not more than so many of a shape.
    fn some_more(&mut self, state: u32, shape: u32, more: u32) -> Result<u32, u32> {
        let to = self.new_state().ok_or(state)?;
        self.machine.add_edge(state, Edge::Free(to));
        let mut at = state;
        for _ in 0..more {
            at = self.after(at, shape).map_err(|_| state)?;
            self.machine.add_edge(at, Edge::Free(to));
        }
        Ok(to)
    }

    /// After any number of a shape.
    fn any_more(&mut self, state: u32, shape: u32) -> Result<u32, u32> {
        let again = self.new_state().ok_or(state)?;
        self.machine.add_edge(state, Edge::Free(again));
        let end = self.after(again, shape).map_err(|_| state)?;
        self.machine.add_edge(end, Edge::Free(again));
        Ok(again)
    }
}

#[cfg(test)]
mod tests {
    use super::Machine;
    use crate::pattern::letters::{Letters, Shapes, Subsets};
    use proptest::collection::vec;
    use proptest::prelude::{Just, Strategy, prop_assert_eq, prop_oneof, proptest};

    /// The regexes that are found in a text, and whether none was cut.
    fn found(regexes: &[&str], text: &str, own_max: usize) -> (Vec<u32>, Vec<u32>) {
        let mut shapes = Shapes::default();
        let parse = |regex: &&str| regex_syntax::parse(regex).expect(regex);
        let numbers: Vec<Option<u32>> = regexes.iter().map(|regex| shapes.add(&parse(regex))).collect();
        let letters = Letters::of(&shapes).expect("few enough");
        let machine = Machine::of(&shapes, (0..).zip(numbers), own_max);
        let mut subsets = Subsets::new(true, usize::MAX, usize::MAX);
        subsets.search((&machine, &letters), text)
    }

    #[test]
    fn beginnings_are_shared() {
        for (regexes, states) in [
            (&["abc", "abd"][..], 5),
            (&[r"\d{2}x", r"\d{3}y"], 6),
            (&[r"^\d{1,3}a", r"^\d{1,3}b", r"(?<n>^\d{1,3})a"], 8),
            (&[r"\w+ a", r"\w+ b"], 7),
        ] {
            let mut shapes = Shapes::default();
            let parsed = regexes.iter().map(|regex| regex_syntax::parse(regex).expect(regex));
            let numbers: Vec<Option<u32>> = parsed.map(|hir| shapes.add(&hir)).collect();
            assert_eq!(Machine::of(&shapes, (0..).zip(numbers), 100).first.len(), states, "{regexes:?}");
        }
    }

    #[test]
    fn one_that_is_cut_may_be_found() {
        for (regex, text, expected) in [
            ("a{40}b", "aaaa", ""),
            ("a{40}b", "aaaaaaaaaa", "open"),
            ("(a{40}|b)c", "x", "open"),
            ("x(a{40}|b)c", "a", ""),
            ("x(a{40}|b)c", "x", "open"),
            ("x(a{40})*c", "x", "open"),
            ("abc", "xabcx", "found"),
        ] {
            let (found, open) = found(&[regex], text, 8);
            let shown = if !found.is_empty() {
                "found"
            } else if open.is_empty() {
                ""
            } else {
                "open"
            };
            assert_eq!(shown, expected, "{regex} in {text}");
        }
    }

    fn regex_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("a"),
            Just("[ab]"),
            Just("."),
            Just(r"\w"),
            Just(r"\d"),
            Just(r"\b"),
            Just(r"\B"),
            Just("^"),
            Just("$"),
            Just("(?m:^)"),
            Just("(?m:$)"),
            Just("(?Rm:^)"),
            Just("(?Rm:$)"),
            Just(r"(?-u:\b)"),
            Just(r"\b{start}"),
            Just(r"\b{end-half}"),
            Just("(a|bc|)"),
            Just("é"),
            Just(r"\s"),
            Just("(?i:k)"),
        ];
        let repeat =
            prop_oneof![4 => Just(""), 1 => Just("*"), 1 => Just("+"), 1 => Just("?"), 1 => Just("{2,3}")];
        let one = (piece, repeat).prop_map(|(piece, repeat)| format!("({piece}){repeat}"));
        let some = vec(one, 1..4).prop_map(|pieces| pieces.concat());
        let any = (some.clone(), prop_oneof![3 => Just(""), 1 => Just("*"), 1 => Just("{0,2}")], some);
        any.prop_map(|(first, repeat, second)| format!("(?:{first}){repeat}{second}"))
    }

    proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

        /// The same is found as by the engine that takes the captures.
        #[test]
        fn what_is_found(regexes in vec(regex_text(), 1..5), text in "[abcékK0_ \n\r\u{212a}-]{0,8}") {
            let regexes: Vec<&str> = regexes.iter().map(String::as_str).collect();
            let expected: Vec<u32> = (0..).zip(&regexes).filter(|(_, regex)| {
                regex::Regex::new(regex).expect("it is one").is_match(&text)
            }).map(|(at, _)| at).collect();
            prop_assert_eq!(found(&regexes, &text, 1_000), (expected, Vec::new()), "{:?} in {:?}", regexes, text);
        }
    }
}
