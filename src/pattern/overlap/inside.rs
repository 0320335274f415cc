//! Which regexes are found in a match of another one, each with a shortest such match: all of them in one search
//! through the states of the match and those of the machine of all regexes.

use super::whole::Whole;
use crate::pattern::letters::{Closed, Kind, Letters, Machine, Marks, Shapes};
use regex_syntax::hir::Hir;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// States of the machine of one regex: more are too many to search through.
const OWN_STATES_MAX: usize = 1_500;
/// Edges that are looked at for all regexes of a program: some hundreds need a hundredth of it.
const WORK_MAX: usize = 60_000_000;

/// The regexes of a program, to be compared.
pub(super) struct Inside {
    shapes: Shapes,
    numbers: Vec<Option<u32>>,
    letters: Letters,
    all: Machine,
    /// What the machine of all does next, by its state and the letters on both sides.
    closed: HashMap<(u32, Kind, Kind), Closed>,
    marks: Marks,
    work: usize,
}

/// How a state of the match and one of the machine were reached.
struct Step {
    state: usize,
    other: u32,
    /// The step before it and the letter in between; nothing where the other one begins.
    from: Option<(usize, u32)>,
}

/// The end of the other regex, in a match.
struct End {
    step: usize,
    /// The letter after it and the state of the match after that, unless the match ends too.
    next: Option<(u32, usize)>,
    length: usize,
}

impl Inside {
    /// Of regexes; nothing where they tell too many letters apart.
    pub(super) fn of<'h>(regexes: impl Iterator<Item = &'h Hir>) -> Option<Self> {
        let mut shapes = Shapes::default();
        let numbers: Vec<Option<u32>> = regexes.map(|hir| shapes.add(hir)).collect();
        let letters = Letters::of(&shapes)?;
        let all = Machine::of(&shapes, (0..).zip(numbers.iter().copied()), OWN_STATES_MAX);
        Some(Self { shapes, numbers, letters, all, closed: HashMap::new(), marks: Marks::default(), work: 0 })
    }

    /// The regexes that are found in a match of this one (itself among them), in order, each with a shortest such
    /// match; nothing where the match is too large, or all of them were too much work.
    pub(super) fn found_in(&mut self, regex: usize) -> Option<Vec<(usize, String)>> {
        if self.work > WORK_MAX {
            return None;
        }
        let number = self.numbers.get(regex).copied()?;
        let own = Machine::of(&self.shapes, [(0, number)], OWN_STATES_MAX);
        let whole = Whole::of(&own, &self.letters)?;
        self.work += whole.work;
        let mut search =
            Search { whole: &whole, steps: Vec::new(), seen: HashMap::new(), ends: HashMap::new() };
        let mut queue = BinaryHeap::new();
        for (at, state) in whole.states.iter().enumerate().filter(|(_, state)| state.rest.is_some()) {
            search.reach((at, 0), None, state.depth, &mut queue);
        }
        while let Some(Reverse((length, at))) = queue.pop() {
            self.go_on(&mut search, at, length, &mut queue);
            if self.work > WORK_MAX {
                break;
            }
        }
        // What was found before the work was too much is true.
        let mut found: Vec<(usize, String)> =
            search.ends.iter().map(|(other, end)| (*other, self.text(&search, end))).collect();
        found.sort_unstable();
        Some(found)
    }

    /// What comes after a step: more steps, and ends.
    fn go_on(&mut self, search: &mut Search<'_>, at: usize, length: usize, queue: &mut Queue) {
        let whole = search.whole;
        let Some(Step { state, other, .. }) = search.steps.get(at) else { return };
        let (other, Some(state)) = (*other, whole.states.get(*state)) else { return };
        if state.ends {
            let closed =
                close(&self.all, &mut self.closed, &mut self.marks, (other, state.before, Kind::Edge));
            search.end(&closed.found, End { step: at, next: None, length });
        }
        for edge in &state.edges {
            let Some(rest) = whole.states.get(edge.to).and_then(|next| next.rest) else { continue };
            let closed =
                close(&self.all, &mut self.closed, &mut self.marks, (other, state.before, edge.kind));
            self.work += 1 + closed.letters.len();
            if let (false, Some(class)) = (closed.found.is_empty(), edge.classes.first()) {
                let end = End { step: at, next: Some((class, edge.to)), length: length + 1 + rest };
                search.end(&closed.found, end);
            }
            for (set, to) in &closed.letters {
                if let Some(class) = edge.classes.first_common(self.letters.members(*set)) {
                    search.reach((edge.to, *to), Some((at, class)), length + 1, queue);
                }
            }
        }
    }

    fn text(&self, search: &Search<'_>, end: &End) -> String {
        let (mut classes, mut at) = (Vec::new(), end.step);
        let mut first = 0;
        while let Some(step) = search.steps.get(at) {
            first = step.state;
            let Some((before, class)) = step.from else { break };
            classes.push(class);
            at = before;
        }
        classes.reverse();
        let before = search.whole.way_to(first);
        let after = end.next.map(|(class, state)| std::iter::once(class).chain(search.whole.way_from(state)));
        let all = before.into_iter().chain(classes).chain(after.into_iter().flatten());
        all.filter_map(|class| self.letters.letter(class)).collect()
    }
}

type Queue = BinaryHeap<Reverse<(usize, usize)>>;

/// A search in the matches of one regex.
struct Search<'w> {
    whole: &'w Whole,
    steps: Vec<Step>,
    /// The letters before each pair of states that was reached.
    seen: HashMap<(usize, u32), usize>,
    /// The shortest match for each regex that is found.
    ends: HashMap<usize, End>,
}

impl Search<'_> {
    fn reach(&mut self, pair: (usize, u32), from: Option<(usize, u32)>, length: usize, queue: &mut Queue) {
        let best = self.seen.entry(pair).or_insert(usize::MAX);
        if length < *best {
            *best = length;
            queue.push(Reverse((length, self.steps.len())));
            self.steps.push(Step { state: pair.0, other: pair.1, from });
        }
    }

    fn end(&mut self, found: &[u32], End { step, next, length }: End) {
        for other in found {
            let Ok(other) = usize::try_from(*other) else { continue };
            let known = self.ends.entry(other).or_insert(End { step, next, length });
            if length < known.length {
                *known = End { step, next, length };
            }
        }
    }
}

/// What a state of the machine does next.
fn close<'c>(
    all: &Machine,
    known: &'c mut HashMap<(u32, Kind, Kind), Closed>,
    marks: &mut Marks,
    (state, before, after): (u32, Kind, Kind),
) -> &'c Closed {
    known.entry((state, before, after)).or_insert_with(|| all.close([state], (before, after), marks))
}
