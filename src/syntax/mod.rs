//! Text to tree: the whole syntax of `.wbot`.
//!
//! Input: a [`crate::base::SourceText`]. Output: a [`Parse`]: the tree ([`ast`]), the comments and
//! all syntax errors. Invariants: parsing is total (any text gives a tree, in time linear in its
//! length) and never panics; this is the only module that knows pest; spans are byte ranges of the
//! original text. Start with `ast/mod.rs`.

pub mod ast;
mod build;
mod comments;
mod grammar;
mod label;
mod layout;
mod parse;
mod recover;
#[cfg(test)]
mod tests;
mod tree;

pub use comments::{Comment, CommentKind, Comments};
pub use parse::parse;

use crate::diagnostics::Diagnostic;

/// What a text was read as.
#[derive(Clone, Debug, PartialEq)]
pub struct Parse {
    /// The tree; bad regions are `Error` nodes.
    pub file: ast::File,
    /// All comments.
    pub comments: Comments,
    /// All syntax errors, in source order.
    pub diagnostics: Vec<Diagnostic>,
}
