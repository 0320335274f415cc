//! What is printed, before it is decided where lines break.

/// A text that may break in some places. The break of a place belongs to the group right around it.
#[derive(Clone, Debug)]
pub(super) enum Doc<'a> {
    /// A token, or a part of one; no newline in it.
    Text(&'a str),
    /// Source that is copied as it stands, newlines and all.
    Raw(&'a str),
    /// A blank; none at the end of a line.
    Space,
    /// A blank, or a newline where the group breaks.
    Line,
    /// Nothing, or a newline where the group breaks.
    Soft,
    /// A newline.
    Hard,
    /// An empty line and a newline.
    Blank,
    /// A text that is only there where the group does not break.
    Flat(&'static str),
    /// A comment after code; a newline follows, whatever comes next.
    Trailing(Trailing<'a>),
    /// A comment in a line of its own.
    Own(&'a str),
    /// Further right after a newline.
    Indent(Vec<Self>),
    /// Further right after a newline, where the group breaks.
    Nest(Vec<Self>),
    /// In one line if it fits, up to the first newline that must be.
    Group(Vec<Self>),
    /// One after the other.
    All(Vec<Self>),
}

/// A comment after code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trailing<'a> {
    pub text: &'a str,
    /// The column at which the author put it.
    pub column: usize,
    /// The indentation of the line that it stood in.
    pub indent: usize,
    /// How many columns the author left before it.
    pub gap: usize,
}

impl Doc<'_> {
    /// Nothing.
    pub(super) const NOTHING: Self = Self::All(Vec::new());
}
