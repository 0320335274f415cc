//! Where a long text is cut, and what closes and opens its code around the cut.

use super::structure::{CLOSE_BYTES_MAX, Fence, Span, Structure};
use crate::base::limits;

/// The least bound that is honoured: below it the marks around a cut leave no room for text.
const PART_BYTES_MIN: usize = 128;
/// More backticks than this around a code span are not repeated at cuts.
const TICKS_MAX: usize = 16;
/// Room to close code at the end of a part: a line break before the line that closes it.
const ROOM_BYTES: usize = CLOSE_BYTES_MAX + 2;
/// How far before a blank the start of a link or mention is looked for (bytes).
const LINK_BYTES_MAX: usize = 300;

/// A message as the parts to send: itself where Webex takes it, else parts of
/// [`limits::MESSAGE_PART_BYTES_MAX`].
#[must_use]
pub fn split_message(markdown: &str) -> Vec<String> {
    if markdown.len() <= limits::MESSAGE_BYTES_MAX {
        return vec![markdown.to_owned()];
    }
    split_markdown(markdown, limits::MESSAGE_PART_BYTES_MAX)
}

/// Splits `markdown` into parts of at most `bytes_max` bytes (128 at least): between paragraphs where
/// possible, else between lines, words, characters.
#[must_use]
pub fn split_markdown(markdown: &str, bytes_max: usize) -> Vec<String> {
    let bytes_max = bytes_max.max(PART_BYTES_MIN);
    let splitter = Splitter { text: markdown, structure: Structure::of(markdown), bytes_max };
    let (mut parts, mut at, mut before) = (Vec::new(), 0, String::new());
    while let Some(rest) = markdown.get(at..) {
        if before.len() + rest.len() <= bytes_max {
            parts.push(format!("{before}{rest}"));
            break;
        }
        let cut = splitter.cut(at, before.len());
        let part = markdown.get(at..cut.end).unwrap_or_default();
        parts.push(format!("{before}{part}{}", cut.close));
        (at, before) = (cut.next, cut.open);
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

struct Splitter<'t> {
    text: &'t str,
    structure: Structure,
    bytes_max: usize,
}

/// One cut.
struct Cut {
    /// The part ends here.
    end: usize,
    /// The next one starts here.
    next: usize,
    /// Closes code at the end of the part.
    close: String,
    /// Opens it again at the start of the next.
    open: String,
}

impl Splitter<'_> {
    /// The best cut of a part that starts at `at` with `used` bytes of opened code before it.
    fn cut(&self, at: usize, used: usize) -> Cut {
        let room = self.bytes_max.saturating_sub(used);
        let limit = self.boundary(at + room.saturating_sub(ROOM_BYTES));
        let window = self.text.get(at..limit).unwrap_or_default();
        let cut = self
            .paragraph(at, window)
            .or_else(|| self.line(at, window))
            .or_else(|| self.word(at, window, true))
            .or_else(|| self.word(at, window, false))
            .unwrap_or_else(|| self.character(at, limit));
        let line_goes_on = !self.text.get(..cut.next).is_some_and(|before| before.ends_with('\n'));
        if line_goes_on && self.structure.indented_at(cut.next) {
            // What is code by its indentation stays code.
            return Cut { open: "    ".to_owned(), ..cut };
        }
        cut
    }

    /// Between paragraphs, outside of code.
    fn paragraph(&self, at: usize, window: &str) -> Option<Cut> {
        let mut rest = window;
        while let Some(found) = rest.rfind("\n\n") {
            let end = at + found;
            if self.structure.fence_at(end + 1).is_none() && holds_text(window, found) {
                return Some(self.plain(end));
            }
            rest = rest.get(..found + 1)?;
        }
        None
    }

    /// Between lines, outside of code spans; in a fence it is closed and opened again.
    fn line(&self, at: usize, window: &str) -> Option<Cut> {
        let mut rest = window;
        while let Some(found) = rest.rfind('\n') {
            let end = at + found;
            let fence = self.structure.fence_at(end + 1);
            let inside = fence.filter(|fence| (fence.code_start..fence.code_end).contains(&(end + 1)));
            let opening_line = fence.is_some_and(|fence| end < fence.code_start);
            let edge = fence.is_none_or(|fence| end + 1 >= fence.range.end);
            if self.structure.span_at(end).is_none() && !opening_line && holds_text(window, found) {
                match inside {
                    Some(fence) => return Some(fenced(fence, end, end + 1)),
                    None if edge => return Some(self.plain(end)),
                    // Before the closing line: it would be left alone.
                    None => {}
                }
            }
            rest = rest.get(..found)?;
        }
        None
    }

    /// Between words, outside of code; a word that would turn into a list or a heading at the start of
    /// a line stays where it is. With `whole_links` also outside of links and mentions.
    fn word(&self, at: usize, window: &str, whole_links: bool) -> Option<Cut> {
        let mut rest = window;
        while let Some(found) = rest.rfind(' ') {
            let (end, next) = (at + found, at + found + 1);
            let marks = ['#', '>', '-', '+', '*', '=', '~', '`', '|', ' '];
            let starts_block = self.text.get(next..).is_some_and(|text| {
                text.starts_with(marks) || text.starts_with(|c: char| c.is_ascii_digit())
            });
            let in_code = self.structure.span_at(end).is_some() || self.structure.fence_at(end).is_some();
            let in_link = whole_links && in_link(window, found);
            if !in_code && !in_link && !starts_block && !self.escapes(end) && holds_text(window, found) {
                return Some(Cut { end, next, close: String::new(), open: String::new() });
            }
            rest = rest.get(..found)?;
        }
        None
    }

    /// Between characters: the last resort.
    fn character(&self, at: usize, limit: usize) -> Cut {
        if let Some(fence) = self.structure.fence_at(limit) {
            return Self::in_fence(fence, at, limit);
        }
        if let Some(span) = self.structure.span_at(limit) {
            if span.range.start > at {
                return Self::bare(span.range.start);
            }
            if span.ticks <= TICKS_MAX {
                return self.in_span(span, at, limit);
            }
        }
        // One step back from a backslash that escapes leaves an even number of them.
        if self.escapes(limit) && limit - 1 > at { Self::bare(limit - 1) } else { Self::bare(limit) }
    }

    fn in_fence(fence: &Fence, at: usize, limit: usize) -> Cut {
        if limit <= fence.code_start && fence.range.start > at {
            return Self::bare(fence.range.start);
        }
        if limit >= fence.code_end && fence.code_end > at {
            // The part closes the block by itself, in place of the closing line.
            let close = fence.close.clone();
            return Cut { end: fence.code_end, next: fence.range.end, close, open: String::new() };
        }
        fenced(fence, limit, limit)
    }

    fn in_span(&self, span: &Span, at: usize, limit: usize) -> Cut {
        let inner = span.range.start + span.ticks..span.range.end - span.ticks;
        let limit = limit.clamp(inner.start, inner.end);
        let (before, after) = self.text.split_at_checked(limit).unwrap_or((self.text, ""));
        // A row of backticks stays whole: a part of it could be as long as the marks.
        let row = if after.starts_with('`') { before.len() - before.trim_end_matches('`').len() } else { 0 };
        let end = if limit - row > at { limit - row } else { limit };
        let (before, after) = self.text.split_at_checked(end).unwrap_or((self.text, ""));
        let ticks = "`".repeat(span.ticks);
        // A blank keeps a backtick of the code apart from the marks.
        let apart = |beside: bool| if beside { " " } else { "" };
        Cut {
            end,
            next: end,
            close: format!("{}{ticks}", apart(before.ends_with('`'))),
            open: format!("{ticks}{}", apart(after.starts_with('`'))),
        }
    }

    fn bare(end: usize) -> Cut {
        Cut { end, next: end, close: String::new(), open: String::new() }
    }

    /// A cut at line breaks, which go.
    fn plain(&self, end: usize) -> Cut {
        let after = self.text.get(end..).unwrap_or_default();
        let next = end + (after.len() - after.trim_start_matches(['\n', '\r']).len());
        let end = self.text.get(..end).map_or(end, |before| before.trim_end_matches(['\n', '\r']).len());
        Cut { end, next, close: String::new(), open: String::new() }
    }

    /// The nearest boundary of characters at or before `at`.
    fn boundary(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        (0..=at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }

    /// Whether the character before `at` is a backslash that escapes the one at `at`.
    fn escapes(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    }
}

fn holds_text(window: &str, end: usize) -> bool {
    window.get(..end).is_some_and(|part| !part.trim().is_empty())
}

/// Whether the blank at `end` stands inside `[a link](...)` or `<a mention>`, as far as can be seen.
fn in_link(window: &str, end: usize) -> bool {
    let bytes = window.as_bytes();
    let near = bytes.get(end.saturating_sub(LINK_BYTES_MAX)..end).unwrap_or_default();
    let last = |mark: u8| near.iter().rposition(|byte| *byte == mark);
    last(b'[') > last(b']') || last(b'<') > last(b'>')
}

fn fenced(fence: &Fence, end: usize, next: usize) -> Cut {
    Cut { end, next, close: format!("\n{}", fence.close), open: format!("{}\n", fence.open) }
}

#[cfg(test)]
#[path = "cut_tests.rs"]
mod tests;
