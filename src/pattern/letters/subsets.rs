//! The sets of states of a machine that texts lead to. Each is worked out once, when a text first leads there, and
//! kept as long as all of them together are small.

use super::class::Letters;
use super::kind::Kind;
use super::machine::{Machine, Marks};
use crate::base::mix;
use indexmap::IndexSet;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The class of the end of a text.
pub(in crate::pattern) const END: u32 = u32::MAX;
/// Bytes that one entry of a table takes, about.
const ENTRY_BYTES: usize = 48;

/// States before the next letter is known, and what look-around sees of the letter before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Subset {
    before: Kind,
    states: Vec<u32>,
}

/// What a letter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pattern) struct Move {
    /// The set after it.
    pub(in crate::pattern) next: u32,
    /// The list of the regexes that are found before it.
    found: u32,
    /// The list of those that may be found.
    open: u32,
}

impl Move {
    /// Whether a regex is found before the letter.
    pub(in crate::pattern) fn finds(self) -> bool {
        self.found != 0
    }
}

/// See the module.
#[derive(Clone, Debug)]
pub(in crate::pattern) struct Subsets {
    /// Whether a match may begin anywhere; else where the text begins.
    anywhere: bool,
    /// Of the regexes that are found, so many of the first are told.
    told_max: usize,
    bytes_max: usize,
    all: IndexSet<Subset>,
    moves: HashMap<u64, Move, BuildHasherDefault<Mixed>>,
    /// Lists of regexes; the first is empty.
    lists: IndexSet<Vec<u32>>,
    bytes: usize,
    /// How often everything was dropped: what numbers mean changes then.
    drops: u32,
    marks: Marks,
}

/// A machine and the letters that it reads.
pub(super) type Automaton<'a> = (&'a Machine, &'a Letters);

impl Subsets {
    pub(in crate::pattern) fn new(anywhere: bool, told_max: usize, bytes_max: usize) -> Self {
        let states = if anywhere { Vec::new() } else { vec![0] };
        Self {
            anywhere,
            told_max,
            bytes_max,
            all: IndexSet::from([Subset { before: Kind::Edge, states }]),
            moves: HashMap::default(),
            lists: IndexSet::from([Vec::new()]),
            bytes: 0,
            drops: 0,
            marks: Marks::default(),
        }
    }

    /// The regexes that are found in a text and those that may be; each in order.
    pub(in crate::pattern) fn search(
        &mut self,
        automaton: Automaton<'_>,
        text: &str,
    ) -> (Vec<u32>, Vec<u32>) {
        let (mut found, mut open) = (Vec::new(), Vec::new());
        // What the last letter did is mostly what the next one does.
        let (mut last, mut subset) = ((self.drops, 0, 0), 0);
        let classes = text.chars().map(|letter| automaton.1.class_of(letter)).chain([END]);
        for class in classes {
            let made = self.after(automaton, subset, class);
            let lists = (self.drops, made.found, made.open);
            if lists != last {
                found.extend(self.list(made.found));
                open.extend(self.list(made.open));
            }
            last = lists;
            subset = made.next;
        }
        for list in [&mut found, &mut open] {
            list.sort_unstable();
            list.dedup();
        }
        found.truncate(self.told_max);
        (found, open)
    }

    /// What a letter of a class does, or the end.
    pub(in crate::pattern) fn after(&mut self, automaton: Automaton<'_>, subset: u32, class: u32) -> Move {
        let key = u64::from(subset) << 32 | u64::from(class);
        match self.moves.get(&key) {
            Some(known) => *known,
            None => self.work_out(automaton, subset, class),
        }
    }

    /// Whether nothing can be read any more.
    pub(in crate::pattern) fn is_dead(&self, subset: u32) -> bool {
        !self.anywhere && self.subset(subset).is_none_or(|subset| subset.states.is_empty())
    }

    fn subset(&self, at: u32) -> Option<&Subset> {
        self.all.get_index(usize::try_from(at).ok()?)
    }

    fn list(&self, at: u32) -> &[u32] {
        usize::try_from(at).ok().and_then(|at| self.lists.get_index(at)).map_or(&[], Vec::as_slice)
    }

    fn work_out(&mut self, (machine, letters): Automaton<'_>, subset: u32, class: u32) -> Move {
        let found = usize::try_from(subset).ok().and_then(|at| self.all.get_index(at));
        let (before, states) = found.map_or((Kind::Edge, &[][..]), |found| (found.before, &found.states));
        let after = letters.kind(class);
        let start = self.anywhere.then_some(0);
        let mut closed = machine.close(states.iter().copied().chain(start), (before, after), &mut self.marks);
        let reads = |set: u32| letters.members(set).contains(class);
        let mut next: Vec<u32> =
            closed.letters.iter().filter(|(set, _)| reads(*set)).map(|(_, to)| *to).collect();
        next.sort_unstable();
        next.dedup();
        closed.found.truncate(self.told_max);
        self.bytes = self.bytes.saturating_add(4 * next.len() + 3 * ENTRY_BYTES);
        let full = self.bytes > self.bytes_max;
        if full {
            let (drops, marks) = (self.drops.wrapping_add(1), std::mem::take(&mut self.marks));
            *self = Self { drops, marks, ..Self::new(self.anywhere, self.told_max, self.bytes_max) };
        }
        let made = Move {
            next: number(self.all.insert_full(Subset { before: after, states: next }).0),
            found: self.list_of(closed.found),
            open: self.list_of(closed.open),
        };
        // The set that it came from is gone with the others.
        if !full {
            self.moves.insert(u64::from(subset) << 32 | u64::from(class), made);
        }
        made
    }

    fn list_of(&mut self, list: Vec<u32>) -> u32 {
        let bytes = 4 * list.len();
        let (at, new) = self.lists.insert_full(list);
        if new {
            self.bytes = self.bytes.saturating_add(bytes);
        }
        number(at)
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A hash of numbers that nobody chose.
#[derive(Clone, Copy, Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mix(self.0 ^ number);
    }
}

#[cfg(test)]
mod tests {
    use super::Subsets;
    use crate::pattern::letters::{Letters, Machine, Shapes};

    /// What was kept changes nothing but the time.
    #[test]
    fn small_tables_are_emptied_and_find_the_same() {
        let mut shapes = Shapes::default();
        let regexes =
            (1..40).map(|at| regex_syntax::parse(&format!(r"\b\d{{{at}}}[a-z]{{{}}}\b", 1 + at % 7)));
        let numbers: Vec<Option<u32>> = regexes.map(|hir| shapes.add(&hir.expect("it is one"))).collect();
        let letters = Letters::of(&shapes).expect("few enough");
        let machine = Machine::of(&shapes, (1..).zip(numbers), 1_000);
        let (mut large, mut small) = (Subsets::new(true, 9, usize::MAX), Subsets::new(true, 9, 600));
        let mut all = 0;
        for at in 0..60 {
            let text =
                format!("see {}{} and {}abc", "7".repeat(at % 41), "x".repeat(at % 5), "1".repeat(at % 9));
            let (found, open) = large.search((&machine, &letters), &text);
            assert_eq!(small.search((&machine, &letters), &text), (found.clone(), open), "{text}");
            all += found.len();
            assert!(small.bytes <= 600 + 200, "{}", small.bytes);
        }
        assert!(all > 10, "{all}");
    }
}
