//! `wbot fmt`: a script in, the same script in the one layout out.
//!
//! Input: a [`crate::base::SourceText`]. Output: a [`Formatted`]. The tree says how a construct is
//! laid out; what is printed are the tokens of the source, in their order, so nothing but space,
//! commas at line ends and `;` can change: numbers, strings, patterns, transcript lines and
//! parentheses are the author's, byte for byte.
//!
//! Invariants: formatting twice is formatting once; every comment is kept; the result is parsed and
//! compared with the input (tree without spans, comments), and on any difference the input comes
//! back; a declaration that does not parse is copied as it stands; no text makes it panic.
//!
//! Where things are:
//! - `format.rs`: the way in; `file.rs`: the declarations of a file, and what does not parse
//! - `doc.rs`, `render.rs`, `align.rs`: what may break where, the lines that it becomes, and the
//!   columns of comments after code
//! - `tokens.rs`, `printer.rs`, `list.rs`: tokens and comments in order; everything in brackets
//! - `item.rs`, `handler.rs`, `types.rs`, `expr.rs`, `branch.rs`, `message.rs`, `stmt.rs`,
//!   `card.rs`, `test.rs`: one for each family of constructs
//! - `same.rs`: whether two parses mean the same
//!
//! Start with `format.rs`, then `printer.rs` and `list.rs`.

mod align;
mod branch;
mod card;
mod doc;
mod expr;
mod file;
mod format;
mod handler;
mod item;
mod list;
mod message;
mod printer;
mod render;
mod same;
mod stmt;
mod test;
#[cfg(test)]
mod tests;
mod tokens;
mod types;

pub use format::{Formatted, Unsound, format};
