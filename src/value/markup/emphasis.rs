//! Which of the script's own `*`, `_` and `~` open and close emphasis. A Markdown engine looks at the
//! characters on both sides of them, and there data could undo what the script means.

use crate::value::markup::render::Cell;

/// What stands between a mark and data that would undo it: no space, no punctuation, no width.
pub(super) const JOINER: char = '\u{2060}';

/// What stands on the other side of a mark that touches data: nothing at the ends of the text.
#[derive(Clone, Copy)]
pub(super) struct Outer(pub(super) Option<char>);

/// The marks that are open.
#[derive(Default)]
pub(super) struct Emphasis {
    open: Vec<(char, usize)>,
    /// If the last mark opens and data follows: the character before the mark.
    opened_after: Option<Outer>,
}

impl Emphasis {
    /// A run of marks that is the script's own, with its neighbours.
    pub(super) fn see(&mut self, c: char, length: usize, (before, after): (Option<Cell>, Option<Cell>)) {
        let blank = |cell: Option<Cell>| cell.is_none_or(|cell| cell.own && cell.c.is_whitespace());
        if !blank(before) && self.open.last() == Some(&(c, length)) {
            self.open.pop();
        } else if !blank(after) {
            self.open.push((c, length));
            self.opened_after = after.filter(|cell| !cell.own).map(|_| Outer(before.map(|cell| cell.c)));
        }
    }

    /// At a paragraph's end nothing is open.
    pub(super) fn clear(&mut self) {
        self.open.clear();
    }

    /// If an opening mark stands right before data: the character before the mark. Asked once.
    pub(super) fn take_opened(&mut self) -> Option<Outer> {
        self.opened_after.take()
    }

    /// Whether a run of own marks right behind data closes.
    pub(super) fn closes(&self, c: char, length: usize) -> bool {
        self.open.last() == Some(&(c, length))
    }
}

/// Whether a mark between `outer` and data that begins or ends with `inner` needs a [`JOINER`].
pub(super) fn needs_joiner(inner: char, outer: Outer) -> bool {
    !inner.is_alphanumeric() && outer.0.is_some_and(char::is_alphanumeric)
}
