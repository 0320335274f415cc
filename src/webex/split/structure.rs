//! Where the code of a markdown text is: fenced blocks and code spans.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use std::ops::Range;

/// A fenced block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fence {
    /// From the opening marker to the end of the closing line (or of the text).
    pub(super) range: Range<usize>,
    /// Offset after the opening line, where the code starts.
    pub(super) code_start: usize,
    /// Offset where the closing line starts, or the end of the block.
    pub(super) code_end: usize,
    /// A line that opens the block again.
    pub(super) open: String,
    /// A line that closes it.
    pub(super) close: String,
}

/// A code span.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Span {
    /// From the first backtick to after the last.
    pub(super) range: Range<usize>,
    /// Backticks on each side.
    pub(super) ticks: usize,
}

/// The code of a text, each list sorted by place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Structure {
    pub(super) fences: Vec<Fence>,
    pub(super) spans: Vec<Span>,
    /// Blocks of code by indentation.
    pub(super) indented: Vec<Range<usize>>,
}

/// Longest marker that is repeated at a cut (bytes); of a longer one so much is.
const MARKER_BYTES_MAX: usize = 16;
/// Longest `> > ` before a marker that is repeated (bytes).
const QUOTE_BYTES_MAX: usize = 6;
/// Longest line that closes a fence at a cut (bytes).
pub(super) const CLOSE_BYTES_MAX: usize = QUOTE_BYTES_MAX + MARKER_BYTES_MAX;
/// Longest line that opens a fence again with its language (bytes).
const OPEN_BYTES_MAX: usize = 40;

impl Structure {
    /// Finds the code of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        for (event, range) in Parser::new(text).into_offset_iter() {
            match event {
                Event::Code(_) => {
                    let code = text.get(range.clone()).unwrap_or_default();
                    let ticks = code.len() - code.trim_start_matches('`').len();
                    found.spans.push(Span { range, ticks });
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    found.fences.extend(fence(text, range, &info));
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => found.indented.push(range),
                _ => {}
            }
        }
        found
    }

    /// The fence that `at` is inside of; its two edges are outside.
    pub(super) fn fence_at(&self, at: usize) -> Option<&Fence> {
        let after = self.fences.partition_point(|fence| fence.range.start < at);
        self.fences.get(after.checked_sub(1)?).filter(|fence| at < fence.range.end)
    }

    /// The code span that `at` is inside of; its two edges are outside.
    pub(super) fn span_at(&self, at: usize) -> Option<&Span> {
        let after = self.spans.partition_point(|span| span.range.start < at);
        self.spans.get(after.checked_sub(1)?).filter(|span| at < span.range.end)
    }
}

impl Structure {
    /// Whether `at` is inside a line of code by indentation.
    pub(super) fn indented_at(&self, at: usize) -> bool {
        let after = self.indented.partition_point(|block| block.start < at);
        after.checked_sub(1).and_then(|last| self.indented.get(last)).is_some_and(|block| at < block.end)
    }
}

fn fence(text: &str, range: Range<usize>, info: &str) -> Option<Fence> {
    let block = text.get(range.clone())?;
    let tick = block.chars().next()?;
    let marker: String = block.chars().take_while(|c| *c == tick).take(MARKER_BYTES_MAX).collect();
    let code_start = block.find('\n').map_or(range.end, |at| range.start + at + 1);
    // The last line closes the block when it has a marker of its length and nothing else.
    let body = block.trim_end_matches('\n');
    let last_line = body.rfind('\n').map_or(range.start, |at| range.start + at + 1);
    let last = text.get(last_line..range.end)?.trim_matches([' ', '>', '\n', '\r', '\t']);
    let closed = last_line >= code_start && last.len() >= marker.len() && last.chars().all(|c| c == tick);
    let quote = quote_before(text.get(..range.start)?);
    let close = format!("{quote}{marker}");
    let full = format!("{close}{}", info.trim());
    let open = if full.len() <= OPEN_BYTES_MAX && !info.contains('\n') { full } else { close.clone() };
    let code_end = if closed { last_line } else { range.end };
    Some(Fence { range, code_start, code_end, open, close })
}

/// The `> ` that the line has before the block.
fn quote_before(before: &str) -> &str {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let quote = line.len() <= QUOTE_BYTES_MAX && line.chars().all(|c| matches!(c, '>' | ' '));
    if quote { line } else { "" }
}

#[cfg(test)]
mod tests {
    use super::Structure;

    fn check(text: &str, fences: &[&str], spans: &[&str]) {
        let found = Structure::of(text);
        let part = |range: std::ops::Range<usize>| text.get(range).expect("a range of the text").to_owned();
        let got: Vec<String> = found
            .fences
            .iter()
            .map(|fence| format!("{} | {}", fence.open, part(fence.code_start..fence.code_end)))
            .collect();
        assert_eq!(got, fences, "{text:?}");
        let got: Vec<String> = found.spans.iter().map(|span| part(span.range.clone())).collect();
        assert_eq!(got, spans, "{text:?}");
    }

    #[test]
    fn code_is_found() {
        check("a `b` c ``d ` e`` f", &[], &["`b`", "``d ` e``"]);
        check("a `b\nc` d `e\n\nf` g", &[], &["`b\nc`"]);
        check(r"a \`b` c `d`", &[], &["` c `"]);
        check("a ` b\n- c `d`", &[], &["`d`"]);
        check("x\n```rust\nlet a = `1`;\n\n```\n`y`", &["```rust | let a = `1`;\n\n"], &["`y`"]);
        check("````\n```\n````", &["```` | ```\n"], &[]);
        check("~~~\n```\n~~~\n", &["~~~ | ```\n"], &[]);
        check("```\nopen `x`", &["``` | open `x`"], &[]);
        check("```", &["``` | "], &[]);
        check("> ```\n> a\n> ```\nb", &["> ``` | > a\n"], &[]);
        check("`a\n```\nb`\n```", &["``` | b`\n"], &[]);
        check(&format!("```{}\na\n```", "x".repeat(50)), &["``` | a\n"], &[]);
    }
}
