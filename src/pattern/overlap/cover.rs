//! Whether some patterns take all that another one does; else a message that they leave.

use super::pattern::{Followed, Place, Symbol};
use super::sample::{samples, several_words};
use smol_str::SmolStr;
use std::collections::{HashSet, VecDeque};

/// Sets of places that one search looks at.
const NODES_MAX: usize = 2_000;

/// What the patterns leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// The shortest message that may be left.
    Message(String),
    /// Nothing.
    Nothing,
    /// The search grew too large.
    Unknown,
}

/// The places of the pattern that is looked at, and of those that may hide it.
type Node = (Vec<Place>, Vec<Vec<Place>>);

/// What of `wanted` the patterns `by` leave. `wanted` takes at most what it says, these at least.
pub(super) fn left(wanted: Followed<'_>, by: &[Followed<'_>]) -> Left {
    if by.iter().any(|other| same(wanted, *other)) {
        return Left::Nothing;
    }
    // A message may be without a flag that one of these needs: that one is left out.
    let by: Vec<Followed<'_>> = by.iter().copied().filter(|other| !other.needs_flags()).collect();
    // For an argument any word reads better than one of the literals.
    let mut symbols = vec![Symbol::Other];
    wanted.symbols(&mut symbols);
    for other in &by {
        other.symbols(&mut symbols);
    }
    let first: Node = (wanted.start(), by.iter().map(Followed::start).collect());
    let mut seen: HashSet<Node> = HashSet::from([first.clone()]);
    let mut queue: VecDeque<(Node, Vec<usize>)> = VecDeque::from([(first, Vec::new())]);
    while let Some(((places, others), path)) = queue.pop_front() {
        let taken = by.iter().zip(&others).any(|(other, places)| other.accepts(places));
        if wanted.accepts(&places) && !taken {
            return Left::Message(message(&path, &symbols));
        }
        if seen.len() > NODES_MAX {
            return Left::Unknown;
        }
        for (at, symbol) in symbols.iter().enumerate() {
            let next = wanted.after(&places, symbol);
            if next.is_empty() {
                continue;
            }
            let others = by.iter().zip(&others).map(|(other, places)| other.after(places, symbol));
            let node: Node = (next, others.collect());
            if seen.insert(node.clone()) {
                let mut path = path.clone();
                path.push(at);
                queue.push_back((node, path));
            }
        }
    }
    Left::Nothing
}

/// Whether both patterns are written alike, but for the names of what they bind.
fn same(a: Followed<'_>, b: Followed<'_>) -> bool {
    let kinds = |one: &Followed<'_>| one.parameters.iter().map(|one| one.kind.clone()).collect::<Vec<_>>();
    a.alternative.ops == b.alternative.ops
        && a.alternative.flags == b.alternative.flags
        && kinds(&a) == kinds(&b)
}

/// Words for the symbols.
fn message(path: &[usize], symbols: &[Symbol]) -> String {
    let is_literal =
        |word: &SmolStr| symbols.iter().any(|symbol| matches!(symbol, Symbol::Word(own) if own == word));
    let words = path.iter().filter_map(|at| symbols.get(*at)).map(|symbol| match symbol {
        Symbol::Word(word) => word.clone(),
        Symbol::Other => {
            let plain = ["x", "y", "z", "something"].into_iter().map(SmolStr::new_static);
            plain.into_iter().find(|word| !is_literal(word)).unwrap_or_else(|| "xyz".into())
        }
        Symbol::Typed(ty) => {
            let all = samples(ty);
            let other = all.iter().find(|word| !is_literal(word)).cloned();
            // The same word in quotes is no literal.
            other.unwrap_or_else(|| format!("\"{}\"", all.first().map_or("", SmolStr::as_str)).into())
        }
        Symbol::Several(ty) => several_words(ty).unwrap_or_default(),
        Symbol::Flag(name) => format!("--{name}").into(),
    });
    words.collect::<Vec<_>>().join(" ")
}
