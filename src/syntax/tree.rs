//! What pest matched, as a flat list: nodes in the order of the text, each with the place of the
//! next one that is not inside it. `Copy` cursors walk it without counting references.

use super::grammar::Rule;
use pest::Token;
use pest::iterators::Pairs;

/// A matched rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    rule: Rule,
    start: u32,
    end: u32,
    /// Index after its last descendant.
    next: u32,
}

/// Rewrites what pest matched into `entries`.
pub(super) fn flatten(pairs: &Pairs<'_, Rule>, entries: &mut Vec<Entry>, open: &mut Vec<usize>) {
    let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    entries.clear();
    open.clear();
    for token in pairs.clone().tokens() {
        match token {
            Token::Start { rule, pos } => {
                open.push(entries.len());
                entries.push(Entry { rule, start: narrow(pos.pos()), end: 0, next: 0 });
            }
            Token::End { pos, .. } => {
                let next = narrow(entries.len());
                if let Some(entry) = open.pop().and_then(|index| entries.get_mut(index)) {
                    entry.end = narrow(pos.pos());
                    entry.next = next;
                }
            }
        }
    }
}

/// Walks siblings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    entries: &'t [Entry],
    at: usize,
    end: usize,
}

/// A node: its rule, its byte range in the chunk, and its children.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'t> {
    pub rule: Rule,
    pub start: usize,
    pub end: usize,
    pub children: Cursor<'t>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(entries: &'t [Entry]) -> Self {
        Self { entries, at: 0, end: entries.len() }
    }

    /// The rule of the next sibling.
    pub(super) fn peek(&self) -> Option<Rule> {
        (self.at < self.end).then(|| self.entries.get(self.at).map(|entry| entry.rule)).flatten()
    }

    /// The next sibling, if it is of the rule.
    pub(super) fn accept(&mut self, rule: Rule) -> Option<Node<'t>> {
        if self.peek() == Some(rule) { self.next() } else { None }
    }

    /// The next sibling, which the grammar demands.
    pub(super) fn must(&mut self) -> Node<'t> {
        self.next().expect("the rule that is built has a node here")
    }

    /// Whether exactly one sibling is left.
    pub(super) fn is_single(&self) -> bool {
        self.at < self.end && self.entries.get(self.at).is_some_and(|entry| entry.next as usize == self.end)
    }
}

impl<'t> Iterator for Cursor<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.at >= self.end {
            return None;
        }
        let entry = self.entries.get(self.at)?;
        let next = entry.next as usize;
        let children = Cursor { entries: self.entries, at: self.at + 1, end: next };
        self.at = next;
        Some(Node { rule: entry.rule, start: entry.start as usize, end: entry.end as usize, children })
    }
}
