//! Shortest texts that some regexes are found in and others are not: a search through the states of their
//! machines, letter by letter. Exact, or silent where it grows too large.

use super::letter_steps::{Between, Machine};
use super::letters::Letters;
use regex_syntax::hir::Hir;
use std::collections::{HashSet, VecDeque};

/// Sets of states that one search looks at.
const NODES_MAX: usize = 4_000;

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
    search(&Sides { wanted, whole: false, others, also: None })
}

/// The shortest text that `whole` matches from its beginning to its end, and that `inner` is found in.
pub(super) fn whole_with(whole: &Hir, inner: Option<&Hir>) -> Found {
    search(&Sides { wanted: whole, whole: true, others: &[], also: inner })
}

struct Sides<'a> {
    wanted: &'a Hir,
    /// Whether it must match all of the text.
    whole: bool,
    /// These must not be found.
    others: &'a [&'a Hir],
    /// This must be found.
    also: Option<&'a Hir>,
}

/// A machine at work: the states before the next letter is known, and whether it has matched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Side {
    states: Vec<u16>,
    matched: bool,
}

impl Side {
    /// After a letter (or the end, without a class). A regex that is searched for may begin anywhere.
    fn after(&self, machine: &Machine, searched: bool, between: Between, class: Option<u16>) -> Self {
        if self.matched && searched {
            return self.clone();
        }
        let mut from = self.states.clone();
        if searched && !from.contains(&machine.start()) {
            from.push(machine.start());
        }
        let (reading, matched) = machine.close(&from, between);
        if matched && searched {
            return Self { states: Vec::new(), matched: true };
        }
        // A whole match counts at the end only.
        let states = class.map_or_else(Vec::new, |class| machine.read(&reading, class));
        Self { states, matched: matched && class.is_none() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Node {
    wanted: Side,
    others: Side,
    also: Side,
    before: Option<char>,
}

fn search(sides: &Sides<'_>) -> Found {
    let all: Vec<&Hir> =
        std::iter::once(sides.wanted).chain(sides.others.iter().copied()).chain(sides.also).collect();
    let Some(letters) = Letters::of(&all) else { return Found::Unknown };
    let also: Vec<&Hir> = sides.also.into_iter().collect();
    let machines = (
        Machine::of(&[sides.wanted], &letters),
        Machine::of(sides.others, &letters),
        Machine::of(&also, &letters),
    );
    let (Some(wanted), Some(others), Some(inner)) = machines else { return Found::Unknown };
    let order = letters.in_order();
    let after = |node: &Node, class: Option<u16>| -> Node {
        let letter = class.and_then(|class| letters.of_class.get(usize::from(class)).copied());
        let between = Between { before: node.before, after: letter };
        Node {
            wanted: node.wanted.after(&wanted, !sides.whole, between, class),
            others: node.others.after(&others, true, between, class),
            also: node.also.after(&inner, true, between, class),
            before: letter.map(kind),
        }
    };
    let first = Node {
        wanted: Side { states: vec![wanted.start()], matched: false },
        others: Side::default(),
        also: Side { states: Vec::new(), matched: sides.also.is_none() },
        before: None,
    };
    let mut seen: HashSet<Node> = HashSet::from([first.clone()]);
    let mut queue = VecDeque::from([(first, String::new())]);
    while let Some((node, text)) = queue.pop_front() {
        let end = after(&node, None);
        if end.wanted.matched && end.also.matched && !end.others.matched {
            return Found::Text(text);
        }
        if seen.len() > NODES_MAX {
            return Found::Unknown;
        }
        for class in &order {
            let next = after(&node, Some(*class));
            // What was found stays found; a whole match that nothing is left of is none.
            if next.others.matched || (sides.whole && next.wanted.states.is_empty()) {
                continue;
            }
            if seen.insert(next.clone()) {
                let mut text = text.clone();
                text.extend(letters.of_class.get(usize::from(*class)));
                queue.push_back((next, text));
            }
        }
    }
    Found::No
}

/// A letter for all that no look-around tells apart from it.
fn kind(letter: char) -> char {
    let word = regex_syntax::try_is_word_character(letter).unwrap_or(false);
    match letter {
        '\n' => letter,
        _ if letter.is_ascii() && word => 'a',
        _ if word => 'é',
        _ => '-',
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, found_without, whole_with};
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
    fn the_shortest_match_that_another_is_found_in() {
        for (whole, inner, expected) in [
            (r"WEB-\d+", None, "WEB-0"),
            ("foo.*", Some("bar"), "foobar"),
            ("foo", Some("bar"), "none"),
            (r"deploy \w+", Some("prod$"), "deploy prod"),
            ("a|bc", Some("c"), "bc"),
        ] {
            let inner = inner.map(parse);
            assert_eq!(shown(whole_with(&parse(whole), inner.as_ref())), expected, "{whole}");
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
