//! Checking: AST files become one typed, resolved program ([`hir::Program`]) and diagnostics.
//!
//! Input: the ASTs of the entry file and of all files it uses. Output: `Checked`. Invariants: pure and
//! total (any AST gives a result, nothing panics); an error is reported once and never cascades (what
//! it concerns has the type `Unknown`, which fits everything); if no diagnostic is an error, the program
//! has no `Unknown` in it and every name is an id. Start with `hir/`, then `check.rs`.

mod body;
mod buttons;
mod card;
#[expect(clippy::module_inception, reason = "the file is named after the function it holds")]
mod check;
mod checker;
mod expr;
mod flow;
pub mod hir;
mod item;
mod mentions;
mod names;
mod order;
mod reach;
mod scope;
mod stmt;
mod types;
mod unread;

pub use check::{CheckInput, Checked, check};
