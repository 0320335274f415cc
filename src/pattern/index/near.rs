//! The openings of all commands as a tree of words, in which near words are found by what is left of them when
//! letters are taken out: a word and one with a slip of the finger share such a rest. So the nearest command is
//! found without comparing with all.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagnostics::nearest;
use crate::pattern::routes::Routes;
use smol_str::SmolStr;

/// Up to so many openings, or words at one place, are simply compared one by one.
const FEW: usize = 64;
/// Letters of a word that are looked at: slips after them do not keep it from being found.
const LETTERS_MAX: usize = 12;
/// Words that are compared of those that share a rest: of more, the first.
const SHARERS_MAX: usize = 16;

/// See the module.
#[derive(Clone, Debug, Default)]
pub(in crate::pattern) struct Openings {
    nodes: Vec<Node>,
    /// Words after a node that many words follow, by what is left of them.
    rests: HashMap<(u32, u64), Vec<u32>>,
    exact: HashMap<(u32, SmolStr), u32>,
    /// All openings, where they are few.
    few: Option<Vec<Place>>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    word: SmolStr,
    /// The opening that ends here: of commands that begin alike the places, in order.
    ends: Vec<Place>,
    /// All that begin with the words up to here; kept for first words only.
    begins: Vec<Place>,
    next: Vec<u32>,
}

/// A pattern with its opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pattern) struct Place {
    pub(in crate::pattern) command: u32,
    pub(in crate::pattern) alternative: u32,
    pub(in crate::pattern) opening: u32,
}

impl Openings {
    pub(in crate::pattern) fn of(routes: &Routes) -> Self {
        let mut tree = Self { nodes: vec![Node::default()], few: Some(Vec::new()), ..Self::default() };
        for (command, route) in (0..).zip(&routes.commands) {
            for (alternative, pattern) in (0..).zip(&route.matcher.alternatives) {
                for (opening, words) in (0..).zip(&pattern.openings) {
                    tree.add(words, Place { command, alternative, opening });
                }
            }
        }
        tree.index();
        tree
    }

    /// Notes what is left of words that stand beside many.
    fn index(&mut self) {
        for (parent, node) in (0u32..).zip(&self.nodes).filter(|(_, node)| node.next.len() > FEW) {
            for at in &node.next {
                let word = usize::try_from(*at).ok().and_then(|at| self.nodes.get(at)).map(|node| &node.word);
                for rest in rests(word.map_or("", SmolStr::as_str)) {
                    self.rests.entry((parent, rest)).or_default().push(*at);
                }
            }
        }
    }

    fn add(&mut self, opening: &str, place: Place) {
        if let Some(few) = &mut self.few {
            few.push(place);
        }
        self.few.take_if(|few| few.len() > FEW);
        let mut at = 0;
        for (depth, word) in opening.split(' ').enumerate() {
            at = match self.exact.get(&(at, SmolStr::new(word))) {
                Some(known) => *known,
                None => self.child(at, word),
            };
            if depth == 0
                && let Some(node) = self.node_mut(at)
            {
                node.begins.push(place);
            }
        }
        if let Some(node) = self.node_mut(at) {
            node.ends.push(place);
        }
    }

    fn child(&mut self, parent: u32, word: &str) -> u32 {
        let at = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node { word: word.into(), ..Node::default() });
        self.exact.insert((parent, word.into()), at);
        if let Some(parent) = self.node_mut(parent) {
            parent.next.push(at);
        }
        at
    }

    fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(usize::try_from(at).ok()?)
    }

    fn node_mut(&mut self, at: u32) -> Option<&mut Node> {
        self.nodes.get_mut(usize::try_from(at).ok()?)
    }

    /// The nodes after `parent` with a word like `typed`, with the edits between them; fewest edits first.
    fn near(&self, parent: u32, typed: &str) -> Vec<(usize, u32)> {
        let next = self.node(parent).map_or(&[][..], |node| &node.next);
        let mut found: Vec<u32> = if next.len() <= FEW {
            next.to_vec()
        } else {
            let sharers = |rest: &u64| self.rests.get(&(parent, *rest));
            rests(typed)
                .iter()
                .filter_map(sharers)
                .flat_map(|at| at.iter().take(SHARERS_MAX))
                .copied()
                .collect()
        };
        found.sort_unstable();
        found.dedup();
        let mut near: Vec<(usize, u32)> =
            found.into_iter().filter_map(|at| Some((edits(typed, &self.node(at)?.word)?, at))).collect();
        near.sort_unstable();
        near
    }

    /// The openings that the words may be meant as: whole ones, then those with such a first word. Of those
    /// that `may` be told.
    pub(in crate::pattern) fn like(
        &self,
        typed: &[SmolStr],
        may: &dyn Fn(Place) -> bool,
    ) -> (Vec<Place>, Vec<Place>) {
        if let Some(few) = &self.few {
            return (few.iter().copied().filter(|place| may(*place)).collect(), Vec::new());
        }
        let Some(first) = typed.first() else { return (Vec::new(), Vec::new()) };
        let firsts = self.near(0, first);
        let told = |places: &[Place]| places.iter().copied().find(|place| may(*place));
        let begins: Vec<Place> =
            firsts.iter().filter_map(|(_, at)| told(&self.node(*at)?.begins)).take(FEW).collect();
        let mut whole = Vec::new();
        let mut ways = firsts;
        for depth in 0..typed.len() {
            ways.sort_unstable();
            ways.truncate(FEW);
            whole.extend(ways.iter().filter_map(|(_, at)| told(&self.node(*at)?.ends)));
            let Some(next) = typed.get(depth + 1) else { break };
            let longer = ways.iter().flat_map(|(edits, at)| {
                self.near(*at, next).into_iter().map(move |(more, next)| (edits + more, next))
            });
            ways = longer.collect();
            if ways.is_empty() {
                break;
            }
        }
        (whole, begins)
    }
}

/// The edits between two words, if they are few.
pub(in crate::pattern) fn edits(typed: &str, word: &str) -> Option<usize> {
    // The distance takes time in the product of the lengths.
    if typed.len() > word.len() * 2 + 8 {
        return None;
    }
    nearest(typed, [word]).map(|word| strsim::osa_distance(typed, word))
}

/// Hashes of the first letters of a word, and of what is left when one of them is taken out.
fn rests(word: &str) -> Vec<u64> {
    let letters: Vec<char> = word.chars().take(LETTERS_MAX).collect();
    let hash = |out: usize| {
        let mut hasher = DefaultHasher::new();
        for (_, letter) in letters.iter().enumerate().filter(|(at, _)| *at != out) {
            letter.hash(&mut hasher);
        }
        hasher.finish()
    };
    let mut hashes: Vec<u64> = (0..=letters.len()).map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}
