//! The side table of comments: no grammar rule and no tree node mentions them.

use crate::base::Span;

/// All comments of a file, in source order, and its blank lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    /// The comments.
    pub list: Vec<Comment>,
    /// Offsets (bytes) at which a blank line begins, ascending.
    pub blank_lines: Vec<u32>,
}

impl Comments {
    /// Forgets what begins at an offset or behind it.
    pub(in crate::syntax) fn cut(&mut self, offset: usize) {
        self.list.truncate(self.list.partition_point(|comment| (comment.span.start as usize) < offset));
        self.blank_lines.truncate(self.blank_lines.partition_point(|line| (*line as usize) < offset));
    }
}

/// One comment, to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the first slash to the last character before the line end.
    pub span: Span,
    /// Which kind.
    pub kind: CommentKind,
    /// Whether nothing but space stands before it in its line.
    pub own_line: bool,
}

/// The two kinds of comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentKind {
    /// `// ...`
    Line,
    /// `/// ...`: belongs to the declaration that follows
    Doc,
}
