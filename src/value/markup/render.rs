//! The walk over a text: what is own is copied and tells where the data stands.

use crate::value::Text;
use crate::value::markup::emphasis::{Emphasis, JOINER};

/// The markdown that shows `text`.
#[must_use]
pub fn render_markdown(text: &Text) -> String {
    Renderer::new(text, Mentions::Kept).render()
}

/// The name of the person with an address or id.
pub(super) type Names<'f> = dyn Fn(&str) -> Option<String> + 'f;

/// What becomes of the script's own mentions.
#[derive(Clone, Copy)]
pub(super) enum Mentions<'n> {
    /// They stay mentions.
    Kept,
    /// Their label, else the name, stands in their place.
    Labels(&'n Names<'n>),
}

/// A character, and whether it is the script's own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) c: char,
    pub(super) own: bool,
}

/// The state of the walk.
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts about the line")]
pub(super) struct Renderer<'n> {
    pub(super) cells: Vec<Cell>,
    pub(super) mentions: Mentions<'n>,
    pub(super) out: String,
    /// The cell that comes next.
    pub(super) at: usize,
    /// Whether only what may begin a block stands before on this line (`> - 1. **`).
    pub(super) line_start: bool,
    /// Whether the line is a heading, which a line break would end.
    pub(super) heading: bool,
    /// Whether the paragraph may be one of HTML, where nothing is code.
    html: bool,
    /// Whether a line that looks like a fence is one: not behind an indented fence.
    fences: bool,
    /// Where in `out` the brackets stand that may become links.
    brackets: Vec<usize>,
    /// Brackets in `out` whose link was refused.
    dropped: Vec<usize>,
    pub(super) emphasis: Emphasis,
}

impl<'n> Renderer<'n> {
    pub(super) fn new(text: &Text, mentions: Mentions<'n>) -> Self {
        let mut cells = Vec::with_capacity(text.as_str().len());
        for (own, run) in text.runs() {
            let mut chars = run.chars().peekable();
            while let Some(c) = chars.next() {
                match c {
                    '\r' if chars.peek() == Some(&'\n') => {}
                    '\r' => cells.push(Cell { c: '\n', own }),
                    '\n' | '\t' => cells.push(Cell { c, own }),
                    // What cannot be seen and some engines take for white space.
                    c if c.is_control() => {}
                    c => cells.push(Cell { c, own }),
                }
            }
        }
        let capacity = text.as_str().len() + text.as_str().len() / 8;
        Self {
            cells,
            mentions,
            out: String::with_capacity(capacity),
            at: 0,
            line_start: true,
            heading: false,
            html: false,
            fences: true,
            brackets: Vec::new(),
            dropped: Vec::new(),
            emphasis: Emphasis::default(),
        }
    }

    pub(super) fn render(mut self) -> String {
        while let Some(cell) = self.cell(self.at) {
            if cell.own {
                self.own(cell.c);
            } else {
                self.data();
            }
        }
        if self.dropped.is_empty() {
            return self.out;
        }
        self.dropped.sort_unstable();
        // What comes next must not begin a line instead of the bracket.
        let shown = |(at, c)| if self.dropped.binary_search(&at).is_ok() { JOINER } else { c };
        self.out.char_indices().map(shown).collect()
    }

    pub(super) fn cell(&self, at: usize) -> Option<Cell> {
        self.cells.get(at).copied()
    }

    /// The own character at `at`.
    pub(super) fn own_at(&self, at: usize) -> Option<char> {
        self.cell(at).filter(|cell| cell.own).map(|cell| cell.c)
    }

    /// Whether data stands at `at`.
    pub(super) fn data_at(&self, at: usize) -> bool {
        self.cell(at).is_some_and(|cell| !cell.own)
    }

    /// How many own characters equal to the one at `at` follow each other there.
    pub(super) fn run_length(&self, at: usize) -> usize {
        let Some(c) = self.own_at(at) else { return 0 };
        (at..self.cells.len()).take_while(|at| self.own_at(*at) == Some(c)).count()
    }

    /// One own character, or the construct that it opens.
    fn own(&mut self, c: char) {
        if self.begins_line() && self.line_opens() {
            return;
        }
        match c {
            '\n' => self.own_newline(),
            '\\' => self.own_backslash(),
            '`' if self.html => self.push(c, 1),
            '`' => self.code_span(),
            '[' => {
                self.brackets.push(self.out.len());
                self.push(c, 1);
            }
            ']' => self.own_bracket_end(),
            '<' => self.angle(),
            '&' => self.own_ampersand(),
            '*' | '_' | '~' => self.own_delimiters(c),
            c => self.push(c, 1),
        }
    }

    /// Copies an own character that takes `cells` cells.
    fn push(&mut self, c: char, cells: usize) {
        self.out.push(c);
        self.at += cells;
        self.line_start &= c.is_ascii_digit() || " \t>-+*#.)=~_`|".contains(c);
    }

    /// Whether the next cell is the first one of its line.
    fn begins_line(&self) -> bool {
        self.at == 0 || self.at.checked_sub(1).and_then(|at| self.own_at(at)) == Some('\n')
    }

    /// What an own line tells by its beginning; true if it was a block of code, which is done.
    fn line_opens(&mut self) -> bool {
        let indent = (self.at..self.cells.len()).take_while(|at| self.own_at(*at) == Some(' ')).count();
        let first = self.at + indent;
        match self.own_at(first) {
            Some('`' | '~') if self.run_length(first) >= 3 && indent > 0 => self.fences = false,
            Some('`' | '~') if self.fences && !self.html => return self.fenced_block(),
            Some('#') if self.own_at(first + self.run_length(first)) == Some(' ') => self.heading = true,
            Some('<') => self.html = true,
            _ => {}
        }
        false
    }

    fn own_newline(&mut self) {
        let blank = self.begins_line();
        self.push('\n', 1);
        self.line_start = true;
        self.heading = false;
        if blank {
            self.html = false;
            self.brackets.clear();
            self.emphasis.clear();
        }
    }

    /// A backslash escapes the next own mark, never one that the data got.
    fn own_backslash(&mut self) {
        match self.cell(self.at + 1) {
            Some(Cell { c, own: true }) if c.is_ascii_punctuation() => {
                self.push('\\', 1);
                self.push(c, 1);
                self.line_start = false;
            }
            Some(Cell { own: false, .. }) => {
                self.out.push('\\');
                self.push('\\', 1);
            }
            _ => self.push('\\', 1),
        }
    }

    /// An `&` that data could complete to an entity is none.
    fn own_ampersand(&mut self) {
        let entity = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let name =
            (self.at + 1..self.cells.len()).take_while(|at| self.own_at(*at).is_some_and(entity)).count();
        self.push('&', 1);
        if self.data_at(self.at + name) {
            self.out.push_str("amp;");
        }
    }

    fn own_delimiters(&mut self, c: char) {
        let length = self.run_length(self.at);
        let before = self.at.checked_sub(1).and_then(|at| self.cell(at));
        let after = self.cell(self.at + length);
        self.emphasis.see(c, length, (before, after));
        for _ in 0..length {
            self.push(c, 1);
        }
    }

    /// The end of a link's text, of a definition, or just a bracket.
    fn own_bracket_end(&mut self) {
        let open = self.brackets.pop();
        match (self.own_at(self.at + 1), open) {
            (Some('('), Some(open)) => match self.link_target() {
                Some(target) if target.allowed => {
                    self.out.push_str(&target.markdown);
                    self.at = target.end;
                }
                Some(target) => {
                    self.dropped.push(open);
                    self.out.push(JOINER);
                    self.at = target.end;
                }
                None => self.escaped(']'),
            },
            (Some(':'), _) => self.escaped(']'),
            (Some('('), None) => self.escaped(']'),
            _ => {
                self.push(']', 1);
                return;
            }
        }
        self.line_start = false;
    }

    /// An own character that forms nothing.
    fn escaped(&mut self, c: char) {
        self.out.push('\\');
        self.push(c, 1);
    }
}
