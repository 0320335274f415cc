//! Text to tree: the whole syntax of `.wbot`.
//!
//! Input: a [`crate::base::SourceText`]. Output: a [`Parse`]: the tree ([`ast`]), the comments and
//! all syntax errors; for the formatter also the tokens ([`lexemes`]). Invariants: parsing is total
//! (any text gives a tree, in time linear in its length) and never panics; this is the only module
//! that knows pest; spans are byte ranges of the original text. Start with `ast/mod.rs`.

pub mod ast;
mod build;
mod comments;
mod grammar;
mod label;
mod layout;
mod lexemes;
mod names;
mod parse;
mod recover;
#[cfg(test)]
mod tests;
mod tree;
mod unread;

pub use comments::{Comment, CommentKind, Comments};
pub use layout::is_name;
pub use lexemes::{Lexeme, LexemeKind, lexemes};
pub use names::{NameKind, misnamed};
pub use parse::{Parse, parse};
pub use recover::format_without_colon;
