//! Data where text stands: how each of its characters is written.

use crate::value::markup::emphasis::{JOINER, Outer, needs_joiner};
use crate::value::markup::render::Renderer;

/// The characters of a run of data that touch a mark of emphasis.
#[derive(Clone, Copy)]
struct Edge {
    first: Option<usize>,
    last: Option<usize>,
}

impl Edge {
    fn at(self, at: usize) -> bool {
        self.first == Some(at) || self.last == Some(at)
    }
}

impl Renderer<'_> {
    /// A run of data in prose.
    pub(super) fn data(&mut self) {
        let start = self.at;
        let end = (start..self.cells.len()).find(|at| !self.data_at(*at)).unwrap_or(self.cells.len());
        let opened = self.emphasis.take_opened();
        let closed = self.closing_mark(end);
        if let (Some(outer), Some(first)) = (opened, self.cell(start))
            && needs_joiner(first.c, outer)
        {
            self.out.push(JOINER);
        }
        let shown_end = self.without_trailing_space(start, end, closed.is_some());
        let edge = Edge { first: opened.map(|_| start), last: closed.and_then(|_| end.checked_sub(1)) };
        while self.at < shown_end {
            self.data_char(shown_end, edge);
        }
        self.at = end;
        if let (Some(outer), Some(last)) = (closed, end.checked_sub(1).and_then(|at| self.cell(at)))
            && needs_joiner(last.c, outer)
        {
            self.out.push(JOINER);
        }
        let data_broke_line = shown_end > start && self.line_start && self.out.ends_with('\n');
        if data_broke_line && self.own_at(end).is_some_and(begins_block) {
            // The own character that follows stands in the middle of a line, as the script has it.
            self.out.push_str("&#32;");
            self.line_start = false;
        }
    }

    /// If own marks at `end` close emphasis: the character behind them.
    fn closing_mark(&self, end: usize) -> Option<Outer> {
        let mark = self.own_at(end).filter(|c| "*_~".contains(*c))?;
        let length = self.run_length(end);
        self.emphasis.closes(mark, length).then(|| Outer(self.cell(end + length).map(|cell| cell.c)))
    }

    /// Where the data ends that is shown: white space before an own line end or the end of the text is
    /// not, and could make a break of its own.
    fn without_trailing_space(&self, start: usize, end: usize, closed: bool) -> usize {
        if closed || !matches!(self.own_at(end), None | Some('\n')) {
            return end;
        }
        let spaces =
            (start..end).rev().take_while(|at| self.cell(*at).is_some_and(|cell| cell.c.is_whitespace()));
        let shown = end - spaces.count();
        // Something must stand in a line that had only data.
        if shown == start && self.line_start { end.min(start + 1) } else { shown }
    }

    /// One character of data, or a run of those that are judged together.
    fn data_char(&mut self, shown_end: usize, edge: Edge) {
        let Some(cell) = self.cell(self.at) else { return };
        let c = cell.c;
        if c == '\n' {
            self.data_newline(edge.at(self.at));
            return;
        }
        if c.is_whitespace() {
            self.data_space(shown_end, edge);
            return;
        }
        if self.line_start && self.data_line_start(c) {
            self.line_start = false;
            return;
        }
        let behind_bracket = self.at.checked_sub(1).and_then(|at| self.own_at(at)) == Some(']');
        let before = self.at.checked_sub(1).and_then(|at| self.cell(at)).map(|cell| cell.c);
        let after = self.cell(self.at + 1);
        match c {
            '<' => self.out.push_str("&lt;"),
            '>' => self.out.push_str("&gt;"),
            '`' => self.out.push_str("&#96;"),
            '~' => self.out.push_str("&#126;"),
            '&' if after.is_none_or(|cell| cell.own || cell.c.is_ascii_alphanumeric() || cell.c == '#') => {
                self.out.push_str("&amp;");
            }
            ':' if behind_bracket => self.out.push_str("&#58;"),
            '\\' | '*' | '[' | ']' => self.backslashed(c),
            '(' if behind_bracket => self.backslashed(c),
            '_' => {
                self.data_underscores();
                self.line_start = false;
                return;
            }
            '!' if after.is_none_or(|cell| cell.own || cell.c == '[') => self.backslashed(c),
            '#' if before.is_none_or(|before| before.is_whitespace() || before == '#') => self.backslashed(c),
            c => self.out.push(c),
        }
        self.line_start = false;
        self.at += 1;
    }

    fn backslashed(&mut self, c: char) {
        self.out.push('\\');
        self.out.push(c);
    }

    /// A run of underscores. With letters or digits of data on both sides they are no marks for any
    /// engine and stay as they are, so that an address stays in one piece.
    fn data_underscores(&mut self) {
        let start = self.at;
        let end = (start..self.cells.len())
            .find(|at| self.cell(*at).is_none_or(|cell| cell.own || cell.c != '_'))
            .unwrap_or(self.cells.len());
        let word = |at: usize| self.cell(at).is_some_and(|cell| !cell.own && cell.c.is_alphanumeric());
        let inside_word = start.checked_sub(1).is_some_and(word) && word(end);
        let written = if inside_word { "_" } else { "\\_" };
        self.out.push_str(&written.repeat(end - start));
        self.at = end;
    }

    /// What would begin a block at the start of a line; true if it was written.
    fn data_line_start(&mut self, c: char) -> bool {
        match c {
            '#' | '-' | '+' | '.' | ')' => self.backslashed(c),
            '=' => self.out.push_str("&#61;"),
            '|' => self.out.push_str("&#124;"),
            c if c.is_ascii_digit() => {
                while let Some(cell) = self.cell(self.at).filter(|cell| !cell.own && cell.c.is_ascii_digit())
                {
                    self.out.push(cell.c);
                    self.at += 1;
                }
                match self.cell(self.at) {
                    Some(cell) if !cell.own && matches!(cell.c, '.' | ')') => self.backslashed(cell.c),
                    _ => return true,
                }
            }
            _ => return false,
        }
        self.at += 1;
        true
    }

    /// A run of white space: as an entity where an engine would take it for an indent, or a mark beside
    /// it for no mark; not shown before a line break.
    fn data_space(&mut self, shown_end: usize, edge: Edge) {
        let start = self.at;
        let space =
            |at: &usize| self.cell(*at).filter(|cell| !cell.own && cell.c.is_whitespace() && cell.c != '\n');
        let end = (start..shown_end).find(|at| space(at).is_none()).unwrap_or(shown_end);
        let ends_line = end < shown_end && self.cell(end).is_some_and(|cell| cell.c == '\n');
        let spaces: Vec<char> = (start..end).filter_map(|at| self.cell(at)).map(|cell| cell.c).collect();
        for (at, c) in (start..end).zip(spaces) {
            if (at == start && self.line_start) || edge.at(at) {
                self.out.push_str(&format!("&#{};", u32::from(c)));
                self.line_start = false;
            } else if !ends_line {
                self.out.push(c);
            }
        }
        self.at = end;
    }

    /// A line break of data is shown as one, and ends no paragraph.
    fn data_newline(&mut self, edge: bool) {
        self.at += 1;
        if self.heading {
            self.out.push(' ');
            return;
        }
        if self.line_start || edge {
            self.out.push_str("&#32;");
        }
        self.out.push_str("  \n");
        self.line_start = true;
        if edge && !self.data_at(self.at) {
            // The mark that closes here must not stand behind white space.
            self.out.push_str("&#32;");
            self.line_start = false;
        }
    }
}

/// Whether an own character at the start of a line may begin a block.
fn begins_block(c: char) -> bool {
    c != '\n' && (c.is_whitespace() || c.is_ascii_digit() || "#>-+*=~_`|<[".contains(c))
}
