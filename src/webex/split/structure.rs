//! Where the code of a markdown text is: fenced blocks and code spans.

use std::collections::HashMap;
use std::ops::Range;

/// A fenced block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fence {
    /// From the start of the opening line to the end of the closing one (or of the text).
    pub(super) range: Range<usize>,
    /// Offset after the opening line, where the code starts.
    pub(super) code_start: usize,
    /// Offset where the closing line starts, or the end of the text.
    pub(super) code_end: usize,
    /// The opening line without its line break; shortened where it is very long.
    pub(super) opening: String,
    /// The marker alone: three or more backticks or tildes.
    pub(super) marker: String,
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
}

/// A longer row of backticks or tildes is no fence here (bytes): it is repeated at cuts.
pub(super) const MARKER_BYTES_MAX: usize = 30;
/// Longest opening line of a fence that is repeated (bytes).
const OPENING_BYTES_MAX: usize = 40;

impl Structure {
    /// Finds the code of `text` in one pass.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut open: Option<Fence> = None;
        let (mut at, mut prose) = (0, 0);
        for line in text.split_inclusive('\n') {
            let (start, end) = (at, at + line.len());
            at = end;
            let bare = line.trim_end_matches(['\n', '\r']);
            match &mut open {
                Some(fence) if closes(bare, &fence.marker) => {
                    fence.code_end = start;
                    fence.range.end = end;
                    found.fences.extend(open.take());
                    prose = end;
                }
                Some(_) => {}
                None => {
                    if let Some((marker, opening)) = opens(bare) {
                        found.spans_of(text, prose..start);
                        let range = start..text.len();
                        open = Some(Fence { range, code_start: end, code_end: text.len(), opening, marker });
                    } else if bare.trim().is_empty() {
                        // A code span does not go over an empty line.
                        found.spans_of(text, prose..end);
                        prose = end;
                    }
                }
            }
        }
        match open {
            Some(fence) => found.fences.push(fence),
            None => found.spans_of(text, prose..text.len()),
        }
        found
    }

    /// The fence whose code `at` is in.
    pub(super) fn fence_at(&self, at: usize) -> Option<&Fence> {
        let after = self.fences.partition_point(|fence| fence.range.start < at);
        self.fences.get(after.checked_sub(1)?).filter(|fence| at < fence.range.end)
    }

    /// The code span that `at` is inside of; its two edges are outside.
    pub(super) fn span_at(&self, at: usize) -> Option<&Span> {
        let after = self.spans.partition_point(|span| span.range.start < at);
        self.spans.get(after.checked_sub(1)?).filter(|span| at < span.range.end)
    }

    /// Code spans of one paragraph: a run of backticks and the next run of the same length.
    fn spans_of(&mut self, text: &str, paragraph: Range<usize>) {
        let Some(prose) = text.get(paragraph.clone()) else { return };
        let runs = runs(prose);
        let mut by_length: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, run) in runs.iter().enumerate() {
            by_length.entry(run.ticks).or_default().push(index);
        }
        let mut index = 0;
        while let Some(run) = runs.get(index) {
            // A backslash before the run escapes its first backtick: then it opens nothing here.
            let same = by_length.get(&run.ticks).map_or(&[][..], Vec::as_slice);
            let next = same.get(same.partition_point(|other| *other <= index));
            match next.and_then(|next| Some((next, runs.get(*next)?))) {
                Some((next, end)) if !run.escaped => {
                    let range = paragraph.start + run.start..paragraph.start + end.start + end.ticks;
                    self.spans.push(Span { range, ticks: run.ticks });
                    index = next + 1;
                }
                _ => index += 1,
            }
        }
    }
}

struct Run {
    start: usize,
    ticks: usize,
    escaped: bool,
}

fn runs(prose: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut backslashes = 0;
    for (at, byte) in prose.bytes().enumerate() {
        if byte == b'`' {
            match runs.last_mut().filter(|run| run.start + run.ticks == at) {
                Some(run) => run.ticks += 1,
                None => runs.push(Run { start: at, ticks: 1, escaped: backslashes % 2 == 1 }),
            }
        }
        backslashes = if byte == b'\\' { backslashes + 1 } else { 0 };
    }
    runs
}

/// Marker and opening line, when a line opens a fence.
fn opens(line: &str) -> Option<(String, String)> {
    let bare = line.trim_start_matches(' ');
    if line.len() - bare.len() > 3 {
        return None;
    }
    let tick = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = bare.trim_start_matches(tick);
    let marker = bare.get(..bare.len() - info.len())?;
    if !(3..=MARKER_BYTES_MAX).contains(&marker.len()) || tick == '`' && info.contains('`') {
        return None;
    }
    let opening = if line.len() <= OPENING_BYTES_MAX { line.trim_end() } else { marker };
    Some((marker.to_owned(), opening.to_owned()))
}

fn closes(line: &str, marker: &str) -> bool {
    let bare = line.trim_start_matches(' ');
    let Some(tick) = marker.chars().next() else { return false };
    let rest = bare.trim_start_matches(tick);
    line.len() - bare.len() <= 3 && bare.len() - rest.len() >= marker.len() && rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::Structure;

    fn check(text: &str, fences: &[&str], spans: &[&str]) {
        let found = Structure::of(text);
        let part =
            |range: &std::ops::Range<usize>| text.get(range.clone()).expect("a range of the text").to_owned();
        let got: Vec<String> = found.fences.iter().map(|fence| part(&fence.range)).collect();
        assert_eq!(got, fences, "{text:?}");
        let got: Vec<String> = found.spans.iter().map(|span| part(&span.range)).collect();
        assert_eq!(got, spans, "{text:?}");
    }

    #[test]
    fn code_is_found() {
        check("a `b` c ``d ` e`` f", &[], &["`b`", "``d ` e``"]);
        check("a `b\nc` d `e\n\nf` g", &[], &["`b\nc`"]);
        check(r"a \`b` c `d`", &[], &["` c `"]);
        check("x\n```rust\nlet a = `1`;\n\n```\n`y`", &["```rust\nlet a = `1`;\n\n```\n"], &["`y`"]);
        check("````\n```\n````", &["````\n```\n````"], &[]);
        check("~~~\n```\n~~~\n", &["~~~\n```\n~~~\n"], &[]);
        check("```\nopen `x`", &["```\nopen `x`"], &[]);
        check("    ```\nno fence", &[], &[]);
        check("```a`b", &[], &[]);
        check("`a\n```\nb`\n```", &["```\nb`\n```"], &[]);
    }
}
