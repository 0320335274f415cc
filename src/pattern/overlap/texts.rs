//! Shortest texts that a regex is found in and others are not: a search through the sets of states that texts lead
//! to, letter by letter. Exact, or silent where it grows too large.

use crate::pattern::letters::{END, Letters, Machine, Shapes, Subsets};
use regex_syntax::hir::Hir;
use std::collections::{HashSet, VecDeque};

/// States of the machine of one regex: more are too many to search through.
const STATES_MAX: usize = 1_500;
/// Letters that one search reads.
const READ_MAX: usize = 200_000;

/// What came of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The shortest text.
    Text(String),
    /// There is none.
    No,
    /// The search grew too large.
    Unknown,
}

/// The shortest text that `wanted` is found in and none of `others` is.
pub(super) fn found_without(wanted: &Hir, others: &[&Hir]) -> Found {
    search(wanted, others, true)
}

/// The shortest text that a regex matches from its beginning to its end.
pub(super) fn shortest(whole: &Hir) -> Found {
    search(whole, &[], false)
}

/// What a text led to: the sets of both sides, and whether `wanted` was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Node {
    wanted: u32,
    found: bool,
    others: u32,
}

/// Two machines at work.
struct Search {
    letters: Letters,
    wanted: (Machine, Subsets),
    /// Whether `wanted` may be found anywhere; else it must match all of the text.
    anywhere: bool,
    others: (Machine, Subsets),
}

impl Search {
    fn new(wanted: &Hir, others: &[&Hir], anywhere: bool) -> Option<Self> {
        let mut shapes = Shapes::default();
        let wanted = shapes.add(wanted)?;
        let others: Option<Vec<u32>> = others.iter().map(|other| shapes.add(other)).collect();
        let machine = |regexes: &[u32]| {
            let machine = Machine::of(&shapes, (0..).zip(regexes.iter().copied().map(Some)), STATES_MAX);
            machine.is_exact().then_some(machine)
        };
        Some(Self {
            letters: Letters::of(&shapes)?,
            wanted: (machine(&[wanted])?, Subsets::new(anywhere, 1, usize::MAX)),
            anywhere,
            others: (machine(&others?)?, Subsets::new(true, 1, usize::MAX)),
        })
    }

    /// After a letter or the end; nothing where no text that goes on so is wanted.
    fn after(&mut self, node: Node, class: u32) -> Option<Node> {
        let others = self.others.1.after((&self.others.0, &self.letters), node.others, class);
        if others.finds() {
            return None;
        }
        if node.found && self.anywhere {
            return Some(Node { others: others.next, ..node });
        }
        let wanted = self.wanted.1.after((&self.wanted.0, &self.letters), node.wanted, class);
        // A whole match counts at the end only.
        let found = wanted.finds() && (self.anywhere || class == END);
        if !found && self.wanted.1.is_dead(wanted.next) {
            return None;
        }
        // What was found stays found.
        let wanted = if found { 0 } else { wanted.next };
        Some(Node { wanted, found, others: others.next })
    }
}

fn search(wanted: &Hir, others: &[&Hir], anywhere: bool) -> Found {
    let Some(mut search) = Search::new(wanted, others, anywhere) else { return Found::Unknown };
    let first = Node { wanted: 0, found: false, others: 0 };
    let mut seen: HashSet<Node> = HashSet::from([first]);
    let mut queue = VecDeque::from([(first, String::new())]);
    let mut read = 0;
    while let Some((node, text)) = queue.pop_front() {
        if search.after(node, END).is_some_and(|end| end.found) {
            return Found::Text(text);
        }
        for class in search.letters.classes() {
            read += 1;
            let Some(next) = search.after(node, class) else { continue };
            if seen.insert(next) {
                let mut text = text.clone();
                text.extend(search.letters.letter(class));
                queue.push_back((next, text));
            }
        }
        if read > READ_MAX {
            return Found::Unknown;
        }
    }
    Found::No
}

#[cfg(test)]
mod tests {
    use super::{Found, found_without, shortest};
    use regex_syntax::hir::Hir;

    #[test]
    fn the_shortest_text_that_only_one_is_found_in() {
        for (wanted, others, expected) in [
            (r"WEB-\d+", &[][..], "WEB-0"),
            (r"WEB-\d+", &["[A-Z]+-\\d"], "none"),
            ("[A-Z]+-\\d", &[r"WEB-\d+"], "A-0"),
            (r"\bWEB-\d+\b", &[r"\b[A-Z]{2,}-\d+\b"], "none"),
            (r"\bcat\b", &["dog"], "cat"),
            ("cat", &[r"\bcat\b"], "acat"),
            ("", &[".*"], "none"),
            ("", &[".+"], ""),
            ("", &["a", "[^a]"], ""),
            (".", &["a", "[^a]"], "none"),
            ("[ab]", &["a", "b"], "none"),
            ("(?i)hello", &["hello"], "hellO"),
            ("hello", &["(?i)HELLO"], "none"),
            ("^a$", &["(?m)^a$"], "none"),
            ("(?m)^a$", &["^a$"], "a\n"),
            ("a{3}", &["a{2}"], "none"),
            ("é", &[r"\w"], "none"),
            ("(?s).{3}", &[r"\w"], "---"),
        ] {
            let others: Vec<Hir> = others.iter().map(|other| parse(other)).collect();
            let others: Vec<&Hir> = others.iter().collect();
            assert_eq!(shown(found_without(&parse(wanted), &others)), expected, "{wanted} {others:?}");
        }
    }

    #[test]
    fn the_shortest_match() {
        for (whole, expected) in [
            (r"WEB-\d+", "WEB-0"),
            ("foo.*", "foo"),
            (r"\bab?c$", "ac"),
            (r"a\bb", "none"),
            ("[^a-z]{3}", "000"),
        ] {
            assert_eq!(shown(shortest(&parse(whole))), expected, "{whole}");
        }
    }

    #[test]
    fn what_is_too_large_is_not_decided() {
        assert_eq!(found_without(&parse(r"\w{800}"), &[&parse("(a|b){900}")]), Found::Unknown);
    }

    fn parse(source: &str) -> Hir {
        regex_syntax::parse(source).expect(source)
    }

    fn shown(found: Found) -> String {
        match found {
            Found::Text(text) => text,
            Found::No => "none".into(),
            Found::Unknown => "unknown".into(),
        }
    }
}
