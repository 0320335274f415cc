//! How messages that a pattern matches can begin.

use crate::pattern::fold::fold;
use crate::pattern::tree::{Node, Pattern};
use smol_str::SmolStr;

/// Openings kept of one pattern: enough for every spelling that people put into `( | )` at its
/// beginning, and few enough to compare a message with all of them.
const OPENINGS_MAX: usize = 16;

/// The folded words that a message can begin with; `None` where it can begin with an argument (or
/// with nothing at all).
pub(super) fn first_words(nodes: &[Node]) -> Option<Vec<SmolStr>> {
    let mut words = Vec::new();
    let can_be_empty = first_of(nodes, &mut words)?;
    words.dedup();
    (!can_be_empty).then_some(words)
}

/// Adds the first words of `nodes`, and tells whether they can be empty.
fn first_of(nodes: &[Node], words: &mut Vec<SmolStr>) -> Option<bool> {
    for node in nodes {
        match node {
            Node::Word(word) => {
                words.push(fold(&word.text));
                return Some(false);
            }
            Node::Hole(_) => return None,
            Node::Flag(_) => {}
            Node::Optional { nodes, .. } => {
                first_of(nodes, words)?;
            }
            Node::Choice { options, .. } => {
                let mut can_be_empty = false;
                for option in options {
                    can_be_empty |= first_of(option, words)?;
                }
                if !can_be_empty {
                    return Some(false);
                }
            }
        }
    }
    Some(true)
}

/// The literal words before the first argument, in each way that they can be typed; folded, parted
/// by one space.
pub(super) fn openings(nodes: &[Node]) -> Vec<SmolStr> {
    let mut open: Vec<String> = vec![String::new()];
    extend(&mut open, nodes);
    let mut all: Vec<SmolStr> = Vec::new();
    for opening in open {
        let opening = SmolStr::from(opening);
        if !opening.is_empty() && !all.contains(&opening) {
            all.push(opening);
        }
    }
    all
}

/// Appends the words of `nodes` to each opening; tells whether something may still follow.
fn extend(open: &mut Vec<String>, nodes: &[Node]) -> bool {
    for node in nodes {
        match node {
            Node::Word(word) => {
                for opening in open.iter_mut() {
                    if !opening.is_empty() {
                        opening.push(' ');
                    }
                    opening.push_str(&fold(&word.text));
                }
            }
            Node::Hole(_) => return false,
            Node::Flag(_) => {}
            // What may be left out is compared as left out.
            Node::Optional { .. } => {}
            Node::Choice { options, .. } => {
                let before = std::mem::take(open);
                let mut goes_on = true;
                for option in options {
                    let mut branch = before.clone();
                    goes_on &= extend(&mut branch, option);
                    open.extend(branch);
                    open.truncate(OPENINGS_MAX);
                }
                if !goes_on {
                    return false;
                }
            }
        }
    }
    true
}

impl Pattern {
    /// The folded words that a message can begin with; `None` where it can begin with an argument.
    #[must_use]
    pub fn first_words(&self) -> Option<Vec<SmolStr>> {
        first_words(&self.nodes)
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Span;
    use crate::pattern::parse;

    #[test]
    fn first_words_and_openings() {
        check("deploy {x}", "deploy", "deploy");
        check("Standup Join", "standup", "standup join");
        check("[please] deploy [now] {x}", "please deploy", "deploy");
        check("(a|b c) d", "a b", "a d, b c d");
        check("({x}|b) d", "*", "b");
        check("[{x}] d", "*", "d");
        check("[a]", "*", "");
        check("{x} d", "*", "");
        check("go [--now]", "go", "go");
    }

    fn check(raw: &str, first: &str, openings: &str) {
        let (pattern, diagnostics) = parse(raw, Span::default());
        assert_eq!(diagnostics, [], "{raw}");
        let words = pattern.first_words().map_or(String::from("*"), |words| words.join(" "));
        assert_eq!(words, first, "first words of {raw}");
        assert_eq!(super::openings(&pattern.nodes).join(", "), openings, "openings of {raw}");
    }
}
