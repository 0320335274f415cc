//! Code: spans and fenced blocks. Data in them is written as it is, behind fences that it cannot end.

use crate::value::markup::emphasis::JOINER;
use crate::value::markup::render::{Cell, Renderer};

impl Renderer<'_> {
    /// Own backticks in a line: a span, if an own run of the same length ends it in the same line (a
    /// break in between could be the end of its block), otherwise just characters.
    pub(super) fn code_span(&mut self) {
        let length = self.run_length(self.at);
        let start = self.at + length;
        let Some(end) = self.span_end(start, length) else {
            self.out.push_str(&"&#96;".repeat(length));
            self.at = start;
            self.line_start = false;
            return;
        };
        let content: String = self.raw(start, end).replace('\n', " ");
        let fence = if self.has_data(start, end) { length.max(fence_for(&content, '`', 1)) } else { length };
        let fence = "`".repeat(fence);
        // One space on each side is not shown, if there is one on both.
        let padded = content.starts_with('`')
            || content.ends_with('`')
            || (content.starts_with(' ') && content.ends_with(' ') && !content.trim().is_empty());
        let space = if padded && self.has_data(start, end) { " " } else { "" };
        self.out.push_str(&format!("{fence}{space}{content}{space}{fence}"));
        self.at = end + length;
        self.line_start = false;
    }

    fn span_end(&self, start: usize, length: usize) -> Option<usize> {
        let mut at = start;
        loop {
            match self.cell(at)? {
                Cell { c: '`', own: true } => {
                    let run = self.run_length(at);
                    if run == length {
                        return Some(at);
                    }
                    at += run;
                }
                Cell { c: '\n', own: true } => return None,
                _ => at += 1,
            }
        }
    }

    /// A fence at the very start of an own line, up to the own line that ends it; false if it is none.
    pub(super) fn fenced_block(&mut self) -> bool {
        let Some(mark) = self.own_at(self.at) else { return false };
        let length = self.run_length(self.at);
        if length < 3 {
            return false;
        }
        let info_start = self.at + length;
        let info_end = self.line_end(info_start);
        if mark == '`' && (info_start..info_end).any(|at| self.own_at(at) == Some('`')) {
            return false;
        }
        let info: String = (info_start..info_end)
            .filter_map(|at| self.cell(at))
            .filter(|cell| cell.own || cell.c.is_alphanumeric() || "+-_.".contains(cell.c))
            .map(|cell| cell.c)
            .collect();
        let body_start = info_end + 1;
        let (body_end, end) = self.block_end(body_start, mark, length);
        let body = self.raw(body_start.min(body_end), body_end);
        let needed =
            if self.has_data(body_start, body_end) { fence_for(&body, mark, length) } else { length };
        let fence = mark.to_string().repeat(needed);
        let newline = if body.is_empty() || body.ends_with('\n') { "" } else { "\n" };
        self.out.push_str(&format!("{fence}{info}\n{body}{newline}{fence}"));
        self.at = end;
        self.line_start = false;
        true
    }

    /// Where the own line that begins or goes on at `at` ends: at an own line end, or with the text.
    fn line_end(&self, at: usize) -> usize {
        (at..self.cells.len()).find(|at| self.own_at(*at) == Some('\n')).unwrap_or(self.cells.len())
    }

    /// Where the body ends, and where its closing fence does; both at the end of the text without one.
    fn block_end(&self, body_start: usize, mark: char, length: usize) -> (usize, usize) {
        let mut line = body_start;
        while line < self.cells.len() {
            let run = if self.own_at(line) == Some(mark) { self.run_length(line) } else { 0 };
            let end = self.line_end(line);
            let blank = (line + run..end).all(|at| self.own_at(at).is_some_and(|c| c == ' '));
            if run >= length && blank {
                return (line, end);
            }
            line = end + 1;
        }
        (self.cells.len(), self.cells.len())
    }

    fn has_data(&self, start: usize, end: usize) -> bool {
        self.cells.get(start..end).unwrap_or_default().iter().any(|cell| !cell.own)
    }

    /// The characters as they are, but for a mention in data: a service might see it before the code.
    fn raw(&self, start: usize, end: usize) -> String {
        let cells = self.cells.get(start..end).unwrap_or_default();
        let mut raw = String::with_capacity(cells.len());
        for (at, cell) in cells.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| cells.get(at));
            let completes = before.is_some_and(|before| before.c == '<' && !(before.own && cell.own));
            if cell.c == '@' && completes {
                raw.push(JOINER);
            }
            raw.push(cell.c);
        }
        raw
    }
}

/// How long a fence of `mark` must be that nothing in `content` ends.
fn fence_for(content: &str, mark: char, at_least: usize) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in content.chars() {
        run = if c == mark { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    at_least.max(longest + 1)
}
