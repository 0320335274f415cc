//! All texts that one regex matches from beginning to end, as an automaton without choices: how one comes to a state,
//! and how one comes from there to the end of a match.

use crate::pattern::letters::{Classes, Closed, Kind, Letters, Machine, Marks};
use std::collections::{HashMap, VecDeque};

/// States of one automaton: of more the regex is not compared.
const STATES_MAX: usize = 2_000;

/// What a state is: what look-around sees of the letter before, and the states of the machine.
type Reached = (Kind, Vec<u32>);

/// Letters that lead to one state.
pub(super) struct Edge {
    pub(super) to: usize,
    pub(super) classes: Classes,
    /// What look-around sees of each of them.
    pub(super) kind: Kind,
}

/// See the module.
pub(super) struct State {
    pub(super) edges: Vec<Edge>,
    /// What look-around sees of the letter before.
    pub(super) before: Kind,
    /// Whether a match can end here.
    pub(super) ends: bool,
    /// The state before, and the letter from there, on a shortest way from the beginning.
    from: Option<(usize, u32)>,
    /// Letters on that way.
    pub(super) depth: usize,
    /// The state after, and the letter to there, on a shortest way to the end of a match.
    to: Option<(usize, u32)>,
    /// Letters on that way; nothing where no match goes on so.
    pub(super) rest: Option<usize>,
}

/// See the module.
pub(super) struct Whole {
    pub(super) states: Vec<State>,
    /// Edges that were looked at to make it.
    pub(super) work: usize,
}

impl Whole {
    /// Of a machine of one regex; nothing where it grows too large.
    pub(super) fn of(machine: &Machine, letters: &Letters) -> Option<Self> {
        if !machine.is_exact() {
            return None;
        }
        let mut whole = Self { states: Vec::new(), work: 0 };
        let mut known: HashMap<Reached, usize> = HashMap::new();
        let mut sets: Vec<Vec<u32>> = Vec::new();
        let mut marks = Marks::default();
        whole.enter((Kind::Edge, vec![0]), None, (&mut known, &mut sets));
        let mut at = 0;
        while let Some((set, before)) = sets.get(at).cloned().zip(whole.states.get(at).map(|one| one.before))
        {
            let mut edges: HashMap<Reached, Vec<u32>> = HashMap::new();
            for after in Kind::ALL {
                let closed = machine.close(set.iter().copied(), (before, after), &mut marks);
                if after == Kind::Edge {
                    if let Some(state) = whole.states.get_mut(at) {
                        state.ends = !closed.found.is_empty();
                    }
                    continue;
                }
                whole.work += closed.letters.len();
                group(&closed, after, letters, &mut edges);
            }
            let mut edges: Vec<(Reached, Vec<u32>)> = edges.into_iter().collect();
            // Letters that read well first.
            edges.sort_unstable_by(|a, b| a.1.cmp(&b.1));
            for ((kind, next), classes) in edges {
                whole.work += classes.len();
                let from = classes.first().map(|class| (at, *class));
                let to = whole.enter((kind, next), from, (&mut known, &mut sets));
                let edge = Edge { to, classes: classes.into_iter().collect(), kind };
                whole.states.get_mut(at)?.edges.push(edge);
            }
            if whole.states.len() > STATES_MAX {
                return None;
            }
            at += 1;
        }
        whole.find_ends();
        Some(whole)
    }

    /// The number of a state; made, if it is new.
    fn enter(
        &mut self,
        state: Reached,
        from: Option<(usize, u32)>,
        (known, sets): (&mut HashMap<Reached, usize>, &mut Vec<Vec<u32>>),
    ) -> usize {
        if let Some(known) = known.get(&state) {
            return *known;
        }
        let at = self.states.len();
        let depth = from.and_then(|(at, _)| self.states.get(at)).map_or(0, |before| before.depth + 1);
        let before = state.0;
        self.states.push(State { edges: Vec::new(), before, ends: false, from, depth, to: None, rest: None });
        sets.push(state.1.clone());
        known.insert(state, at);
        at
    }

    /// The shortest ways to the end of a match, from there backwards.
    fn find_ends(&mut self) {
        let mut back: Vec<Vec<(usize, u32)>> = self.states.iter().map(|_| Vec::new()).collect();
        let mut queue = VecDeque::new();
        for (at, state) in self.states.iter_mut().enumerate() {
            for edge in &state.edges {
                if let Some((back, class)) = back.get_mut(edge.to).zip(edge.classes.first()) {
                    back.push((at, class));
                }
            }
            if state.ends {
                state.rest = Some(0);
                queue.push_back((at, 0));
            }
        }
        while let Some((at, rest)) = queue.pop_front() {
            for (before, class) in back.get(at).into_iter().flatten() {
                if let Some(state) = self.states.get_mut(*before)
                    && state.rest.is_none()
                {
                    state.rest = Some(rest + 1);
                    state.to = Some((at, *class));
                    queue.push_back((*before, rest + 1));
                }
            }
        }
    }

    /// The classes of the letters on a shortest way to a state.
    pub(super) fn way_to(&self, state: usize) -> Vec<u32> {
        let mut way: Vec<u32> = self.walk(state, |state| state.from).collect();
        way.reverse();
        way
    }

    /// The classes of the letters on a shortest way from a state to the end of a match.
    pub(super) fn way_from(&self, state: usize) -> impl Iterator<Item = u32> {
        self.walk(state, |state| state.to)
    }

    fn walk(&self, from: usize, step: fn(&State) -> Option<(usize, u32)>) -> impl Iterator<Item = u32> {
        let mut at = from;
        std::iter::from_fn(move || {
            let (next, class) = self.states.get(at).and_then(step)?;
            at = next;
            Some(class)
        })
    }
}

/// Sorts the letters of a kind by the states that they lead to.
fn group(closed: &Closed, kind: Kind, letters: &Letters, edges: &mut HashMap<Reached, Vec<u32>>) {
    let mut leads: HashMap<u32, Vec<u32>> = HashMap::new();
    for (set, to) in &closed.letters {
        for class in letters.members(*set).iter().filter(|class| letters.kind(*class) == kind) {
            leads.entry(class).or_default().push(*to);
        }
    }
    let mut leads: Vec<(u32, Vec<u32>)> = leads.into_iter().collect();
    leads.sort_unstable();
    for (class, mut to) in leads {
        to.sort_unstable();
        to.dedup();
        edges.entry((kind, to)).or_default().push(class);
    }
}
