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

/// The nodes of one chunk, and room to make those of the next.
#[derive(Debug, Default)]
pub(super) struct Tree {
    entries: Vec<Entry>,
    open: Vec<usize>,
}

impl Tree {
    /// Rewrites what pest matched. `index` has the token of each byte that pest read.
    pub(super) fn fill(&mut self, pairs: &Pairs<'_, Rule>, index: &[u32]) {
        self.entries.clear();
        self.open.clear();
        let token = |offset: usize| index.get(offset).copied().unwrap_or(u32::MAX);
        for event in pairs.clone().tokens() {
            match event {
                Token::Start { rule, pos } => {
                    self.open.push(self.entries.len());
                    self.entries.push(Entry { rule, start: token(pos.pos()), end: 0, next: 0 });
                }
                Token::End { pos, .. } => {
                    let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
                    if let Some(entry) = self.open.pop().and_then(|at| self.entries.get_mut(at)) {
                        entry.end = token(pos.pos());
                        entry.next = next;
                    }
                }
            }
        }
    }

    pub(super) fn cursor(&self) -> Cursor<'_> {
        Cursor { entries: &self.entries, at: 0, end: self.entries.len() }
    }
}

/// Walks siblings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    entries: &'t [Entry],
    at: usize,
    end: usize,
}

/// A node: its rule, its range of tokens, and its children.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'t> {
    pub rule: Rule,
    pub start: usize,
    pub end: usize,
    pub children: Cursor<'t>,
}

impl<'t> Cursor<'t> {
    /// The rule of the next sibling.
    pub(super) fn peek(&self) -> Option<Rule> {
        if self.at < self.end { self.entries.get(self.at).map(|entry| entry.rule) } else { None }
    }

    /// The next sibling, if it is of the rule.
    pub(super) fn accept(&mut self, rule: Rule) -> Option<Node<'t>> {
        if self.peek() == Some(rule) { self.next() } else { None }
    }

    /// The next sibling, if it begins at the token.
    pub(super) fn accept_at(&mut self, token: usize) -> Option<Node<'t>> {
        let begins = self.at < self.end
            && self.entries.get(self.at).is_some_and(|entry| entry.start as usize == token);
        if begins { self.next() } else { None }
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

#[expect(clippy::copy_iterator, reason = "a copy is how a builder looks ahead")]
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
