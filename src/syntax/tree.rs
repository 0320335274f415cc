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
                    let start = token(pos.pos()) - u32::from(is_begun(rule));
                    self.entries.push(Entry { rule, start, end: 0, next: 0 });
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

/// Whether the grammar has the first token of the rule right before it.
fn is_begun(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::string
            | Rule::record
            | Rule::list
            | Rule::parens
            | Rule::if_expr
            | Rule::match_expr
            | Rule::say
            | Rule::reply
            | Rule::ask
            | Rule::confirm
            | Rule::let_stmt
            | Rule::var_stmt
            | Rule::edit_stmt
            | Rule::delete_stmt
            | Rule::wait_stmt
            | Rule::later_stmt
            | Rule::start_stmt
            | Rule::fail_stmt
            | Rule::stop_stmt
            | Rule::log_stmt
            | Rule::respond_stmt
            | Rule::for_stmt
            | Rule::while_stmt
            | Rule::break_stmt
            | Rule::continue_stmt
            | Rule::return_stmt
            | Rule::else_clause
    )
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

    /// One of something for each sibling that is left, in a list that has room for just these.
    pub(super) fn build<T>(self, build: impl FnMut(Node<'t>) -> T) -> Vec<T> {
        let mut list = Vec::with_capacity(self.count());
        list.extend(self.map(build));
        list
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
