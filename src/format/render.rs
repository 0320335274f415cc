//! From a [`Doc`] to lines.

use super::align::{self, Row};
use super::doc::{Doc, Trailing};
use unicode_width::UnicodeWidthStr;

/// Columns that a line may have where it can be broken. The scripts that the language was made for
/// have lines of 134 that they leave whole, and none that is longer but for a single text.
const COLUMNS_MAX: usize = 140;
/// Columns of one level.
const INDENT: usize = 2;

/// Whether the places of a group are newlines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Flat,
    Broken,
}

/// What is still to be printed.
#[derive(Clone, Copy)]
struct Rest<'d, 'a> {
    indent: usize,
    mode: Mode,
    doc: &'d Doc<'a>,
}

/// The text of a document; it ends with a newline unless it is empty.
pub(super) fn render(doc: &Doc<'_>) -> String {
    let mut out = Lines::default();
    let mut todo = vec![Rest { indent: 0, mode: Mode::Broken, doc }];
    while let Some(Rest { indent, mode, doc }) = todo.pop() {
        let all = |todo: &mut Vec<_>, indent, mode, docs| push_all(todo, indent, mode, docs);
        match doc {
            Doc::Text(text) => out.text(text, indent),
            Doc::Raw(text) => out.raw(text, indent),
            Doc::Space => out.space = true,
            Doc::Line if mode == Mode::Flat => out.space = true,
            Doc::Soft if mode == Mode::Flat => {}
            Doc::Line | Doc::Soft | Doc::Hard => out.newline(indent),
            Doc::Blank => {
                out.newline(indent);
                out.newline(indent);
            }
            Doc::Flat(text) if mode == Mode::Flat => out.text(text, indent),
            Doc::Flat(_) => {}
            Doc::Trailing(comment) => out.trailing(*comment, indent),
            Doc::Own(text) => out.own(text, indent),
            Doc::Indent(docs) => all(&mut todo, indent + INDENT, mode, docs),
            Doc::Nest(docs) => all(&mut todo, indent + nested(mode), mode, docs),
            Doc::Group(docs) => {
                let start = todo.len();
                push_all(&mut todo, indent, Mode::Flat, docs);
                if !fits(out.left(), &todo, start) {
                    todo.truncate(start);
                    push_all(&mut todo, indent, Mode::Broken, docs);
                }
            }
            Doc::All(docs) => all(&mut todo, indent, mode, docs),
        }
    }
    out.finish()
}

fn nested(mode: Mode) -> usize {
    if mode == Mode::Broken { INDENT } else { 0 }
}

fn push_all<'d, 'a>(todo: &mut Vec<Rest<'d, 'a>>, indent: usize, mode: Mode, docs: &'d [Doc<'a>]) {
    todo.extend(docs.iter().rev().map(|doc| Rest { indent, mode, doc }));
}

/// Whether what lies on `todo` from `start` on fits into the columns that are left, with what comes
/// after it up to the next place that may break.
fn fits(left: Option<usize>, todo: &[Rest<'_, '_>], start: usize) -> bool {
    let Some(mut left) = left else { return false };
    let (rest, group) = todo.split_at(start);
    let mut rest = rest.iter().rev();
    let mut look: Vec<(Mode, &Doc<'_>)> = group.iter().map(|one| (one.mode, one.doc)).collect();
    loop {
        let (mode, doc) = match look.pop() {
            Some(next) => next,
            None => match rest.next() {
                Some(next) => (next.mode, next.doc),
                None => return true,
            },
        };
        let used = match doc {
            Doc::Text(text) => text.width(),
            Doc::Raw(text) => match text.split_once('\n') {
                Some((first, _)) => return first.width() <= left,
                None => text.width(),
            },
            Doc::Space => 1,
            Doc::Line | Doc::Soft if mode == Mode::Broken => return true,
            Doc::Line => 1,
            Doc::Soft => 0,
            Doc::Hard | Doc::Blank | Doc::Trailing(_) | Doc::Own(_) => return true,
            Doc::Flat(text) if mode == Mode::Flat => text.width(),
            Doc::Flat(_) => 0,
            Doc::Indent(docs) | Doc::Nest(docs) | Doc::All(docs) | Doc::Group(docs) => {
                look.extend(docs.iter().rev().map(|doc| (mode, doc)));
                0
            }
        };
        match left.checked_sub(used) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
}

/// The lines so far.
#[derive(Default)]
struct Lines<'a> {
    rows: Vec<Row<'a>>,
    row: Row<'a>,
    /// Columns of the present line.
    width: usize,
    /// Indentation of the present line, while nothing stands in it.
    indent: usize,
    /// A blank is due before the next token.
    space: bool,
    /// A comment ends the present line.
    ended: bool,
}

impl<'a> Lines<'a> {
    /// Columns that are left in the present line.
    fn left(&self) -> Option<usize> {
        let used = if self.row.text.is_empty() { self.indent } else { self.width };
        COLUMNS_MAX.checked_sub(used + usize::from(self.space))
    }

    fn newline(&mut self, indent: usize) {
        self.rows.push(std::mem::take(&mut self.row));
        (self.width, self.indent, self.space, self.ended) = (0, indent, false, false);
    }

    fn text(&mut self, text: &str, indent: usize) {
        if self.ended {
            self.newline(indent);
        }
        if self.row.text.is_empty() {
            self.row.text = " ".repeat(self.indent);
            self.width = self.indent;
        } else if self.space {
            self.row.text.push(' ');
            self.width += 1;
        }
        self.space = false;
        self.row.text.push_str(text);
        self.width += text.width();
    }

    fn raw(&mut self, text: &str, indent: usize) {
        let mut lines = text.split('\n');
        self.text(lines.next().unwrap_or(""), indent);
        for line in lines {
            self.newline(indent);
            self.row.text.push_str(line);
            self.width = line.width();
        }
    }

    fn trailing(&mut self, comment: Trailing<'a>, indent: usize) {
        if self.ended {
            self.newline(indent);
        }
        if self.row.text.is_empty() {
            return self.own(comment.text, indent);
        }
        // Code that moved to the right or left takes its comment along.
        let indent = self.row.text.len() - self.row.text.trim_start_matches(' ').len();
        let column = (comment.column + indent).saturating_sub(comment.indent);
        self.row.comment = Some(Trailing { column, ..comment });
        self.ended = true;
    }

    fn own(&mut self, text: &str, indent: usize) {
        if self.ended || !self.row.text.is_empty() {
            self.newline(indent);
        }
        self.text(text, indent);
        self.ended = true;
    }

    fn finish(mut self) -> String {
        if !self.row.text.is_empty() {
            self.rows.push(self.row);
        }
        while self.rows.last().is_some_and(|row| row.text.is_empty()) {
            self.rows.pop();
        }
        align::join(&self.rows)
    }
}
