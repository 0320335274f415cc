//! A source text as miette reads it: by our own line index, so that lines are found without
//! scanning and columns count characters.

use super::printable;
use crate::base::{LineIndex, SourceId, SourceMap, Span, limits};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// One text, made printable, with its lines.
pub(super) struct Excerpt {
    pub(super) id: SourceId,
    name: String,
    text: String,
    lines: LineIndex,
}

impl Excerpt {
    /// The text with this id; an empty one for an id of another compilation.
    pub(super) fn new(id: SourceId, sources: &SourceMap) -> Self {
        let name = printable::one_line(sources.name(Span::at(id, 0)));
        let text =
            sources.get(id).map_or(String::new(), |source| printable::same_length(&source.text).into());
        let lines = LineIndex::new(&text);
        Self { id, name, text, lines }
    }

    /// The part of `span` that is shown: inside the text, on character boundaries, only the first
    /// line of what would fill the screen, and "the end of the file" right after its last word
    /// (the empty line after the last newline is never drawn).
    pub(super) fn shown(&self, span: Span) -> SourceSpan {
        let start = floor_boundary(&self.text, span.start as usize).min(self.text.trim_end().len());
        let mut end = floor_boundary(&self.text, span.end as usize).max(start);
        let first = self.line_of(start);
        if self.line_of(end) >= first + limits::SNIPPET_LINES_MAX {
            end = self.lines.line_range(&self.text, first).map_or(start, |line| line.end.max(start));
        }
        (start, end - start).into()
    }

    fn line_of(&self, offset: usize) -> usize {
        self.lines.line_column(&self.text, offset).line
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

impl SourceCode for Excerpt {
    /// With no lines of context asked for, the contents begin at the span itself: miette takes
    /// the place to print (`bot.wbot:3:7`) from there. Otherwise they are whole lines.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let start = floor_boundary(&self.text, span.offset());
        let end = floor_boundary(&self.text, span.offset() + span.len()).max(start);
        let place = self.lines.line_column(&self.text, start);
        let last = self.line_of(if end > start { end - 1 } else { end });
        let first_shown = place.line.saturating_sub(before).max(1);
        let range_of = |line| self.lines.line_range(&self.text, line);
        let from = if before == 0 { start } else { range_of(first_shown).map_or(start, |line| line.start) };
        let (last_shown, to) = (last..=last + after)
            .rev()
            .find_map(|line| range_of(line).map(|range| (line, range.end.max(from))))
            .unwrap_or((last, end));
        let column = if before == 0 { place.column - 1 } else { 0 };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.get(from..to).unwrap_or("").as_bytes(),
            (from, to - from).into(),
            first_shown - 1,
            column,
            last_shown + 1 - first_shown,
        )))
    }
}
