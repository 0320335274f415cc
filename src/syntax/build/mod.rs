//! From matched rules to the tree: one small function for each rule.
//!
//! Input: the nodes of one chunk ([`crate::syntax::tree`]) and the original text, from which
//! literals are read. Output: nodes of [`crate::syntax::ast`], and diagnostics for what the
//! grammar lets through (reserved words as names, numbers out of range, unknown escapes, chains of
//! comparisons, too much depth). Invariants: spans are those of the original text; the depth of an
//! expression is bounded by `limits::EXPRESSION_DEPTH_MAX`. Start with `builder.rs`, then
//! `item.rs`.

mod builder;
mod card;
mod climb;
mod expr;
mod handler;
mod item;
mod message;
mod number;
mod stmt;
mod string;
mod test;
mod types;

pub(in crate::syntax) use builder::{Bad, Builder};
pub(in crate::syntax) use number::{day_of, unit_ms, unit_of_word};
