//! All source texts of one compilation, with their lines.

use super::{LineColumn, LineIndex, SourceId, SourceText, Span};
use std::sync::Arc;

/// The texts of one compilation by [`SourceId`]; ids are dense from zero in the order of adding.
/// Cloning copies handles and line starts, not texts.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    entries: Vec<(SourceText, LineIndex)>,
}

impl SourceMap {
    /// No texts yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One text, as source 0: for tests and for tools that look at a single file.
    #[must_use]
    pub fn of(name: &str, text: &str) -> Self {
        let mut map = Self::new();
        map.add(name, text);
        map
    }

    /// Adds a text and gives it the next id.
    pub fn add(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let source = SourceText::new(id, name, text);
        let lines = LineIndex::new(&source.text);
        self.entries.push((source, lines));
        id
    }

    /// The text with this id; `None` for an id of another compilation.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&SourceText> {
        self.entries.get(id.0 as usize).map(|(source, _)| source)
    }

    /// The lines of the text with this id.
    #[must_use]
    pub fn lines(&self, id: SourceId) -> Option<&LineIndex> {
        self.entries.get(id.0 as usize).map(|(_, lines)| lines)
    }

    /// All texts, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &SourceText> {
        self.entries.iter().map(|(source, _)| source)
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Name of the text that `span` is in; `"?"` for a span of another compilation.
    #[must_use]
    pub fn name(&self, span: Span) -> &str {
        self.get(span.source).map_or("?", |source| &source.name)
    }

    /// The text under `span`, or `""` where the span fits no text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).map_or("", |source| span.slice(&source.text))
    }

    /// Where `span` begins and ends (exclusive), as users count.
    #[must_use]
    pub fn place(&self, span: Span) -> (LineColumn, LineColumn) {
        let Some((source, lines)) = self.entries.get(span.source.0 as usize) else {
            let first = LineColumn { line: 1, column: 1 };
            return (first, first);
        };
        let at = |offset: u32| lines.line_column(&source.text, offset as usize);
        (at(span.start), at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_looked_up_in_their_own_text() {
        let mut map = SourceMap::new();
        let first = map.add("a.wbot", "one\ntwo");
        let second = map.add("b.wbot", "é = 1");
        assert_eq!(map.slice(Span::new(first, 4, 7)), "two");
        assert_eq!(map.name(Span::at(second, 0)), "b.wbot");
        let (start, end) = map.place(Span::new(second, 0, 2));
        assert_eq!((start.line, start.column, end.line, end.column), (1, 1, 1, 2));
        assert_eq!(map.name(Span::at(SourceId(9), 0)), "?", "a foreign span has no name");
        assert_eq!(map.len(), 2);
    }
}
