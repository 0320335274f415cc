//! What could not be read: of that nothing more is said than why.
//!
//! A bracket that is missing, or a head without its block, makes it unknown what is inside of what in the rest of its
//! declaration; all other mistakes are about their lines.

use super::ast::Item;
use super::layout::{Chunk, is_pair};
use crate::base::{SourceId, Span};
use crate::diagnostics::{Diagnostic, codes};

/// All that was found in a file.
pub(super) struct Found<'a> {
    pub source: SourceId,
    pub text: &'a str,
    /// The chunks of the scan.
    pub chunks: &'a [Chunk],
    /// Offsets from which on it is not known what is inside of what.
    pub torn: &'a [u32],
    /// Offsets of heads without their blocks, which follow.
    pub headless: &'a [u32],
    /// In source order.
    pub diagnostics: Vec<Diagnostic>,
    /// What is said where nothing else is said of its line.
    pub unopened: Vec<Diagnostic>,
    pub items: &'a [Item],
}

impl Found<'_> {
    /// What is said, and the regions of which nothing more is to be said, ascending.
    pub(super) fn settle(mut self) -> (Vec<Diagnostic>, Vec<Span>) {
        let unopened = std::mem::take(&mut self.unopened);
        for one in unopened {
            let line = self.lines(one.span);
            if !self.diagnostics.iter().any(|known| line.contains(known.span)) {
                let at = self.diagnostics.partition_point(|known| known.span.start <= one.span.start);
                self.diagnostics.insert(at, one);
            }
        }
        // A bracket or a quote that is missing spoils its line.
        let pairs: Vec<Span> =
            self.diagnostics.iter().filter(|one| is_pair(one.code)).map(|one| self.lines(one.span)).collect();
        self.diagnostics.retain(|one| is_pair(one.code) || !pairs.iter().any(|line| line.contains(one.span)));
        let style = |one: &&Diagnostic| {
            ![codes::SYNTAX_QUOTE_STYLE.name, codes::SYNTAX_COMMENT_STYLE.name].contains(&one.code.name)
        };
        let lines = self.diagnostics.iter().filter(style).map(|one| self.lines(one.span));
        let errors = self.items.iter().filter(|item| matches!(item, Item::Error(_))).map(Item::span);
        let mut unread: Vec<Span> = lines.chain(errors).collect();
        for group in self.groups() {
            if self.headless.iter().any(|head| group.start <= *head && *head < group.end) {
                unread.push(group);
            }
            let first = self.torn.partition_point(|torn| *torn < group.start);
            let Some(torn) = self.torn.get(first).copied().filter(|torn| *torn <= group.end) else {
                continue;
            };
            unread.push(group);
            let inside =
                |one: &Diagnostic| group.start <= one.span.start && one.span.start < group.end.max(torn + 1);
            let first = self.diagnostics.iter().find(|one| inside(one)).map_or(torn, |one| one.span.start);
            let torn = torn.max(first);
            let before = self.diagnostics.iter().any(|one| inside(one) && one.span.start < torn);
            self.diagnostics.retain(|one| {
                // What closes nothing was not opened where something else is wrong.
                let closer = one.code.name == codes::SYNTAX_STRAY_BRACKET.name && one.span.start == torn;
                !inside(one) || one.span.start < torn || one.span.start == torn && !(closer && before)
            });
        }
        unread.sort_unstable_by_key(|span| (span.start, span.end));
        unread.dedup_by(|next, before| {
            let touches = next.start <= before.end;
            if touches {
                before.end = before.end.max(next.end);
            }
            touches
        });
        (self.diagnostics, unread)
    }

    /// The whole lines of a span.
    fn lines(&self, span: Span) -> Span {
        let before = self.text.get(..span.start as usize).unwrap_or("");
        let behind = self.text.get(span.end as usize..).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |line| line + 1);
        let end = behind.find('\n').map_or(self.text.len(), |length| span.end as usize + length);
        Span::new(self.source, start, end)
    }

    /// The declarations at the margin, each with what stands behind it up to the next.
    fn groups(&self) -> Vec<Span> {
        let mut groups: Vec<Span> = Vec::new();
        for chunk in self.chunks {
            let span = Span::new(self.source, chunk.group, chunk.end);
            match groups.last_mut() {
                Some(last) if last.start == span.start => last.end = last.end.max(span.end),
                _ => groups.push(span),
            }
        }
        groups
    }
}
