//! JSON as text. (A response has its `json` already.)
//!
//! Input: a value or a text; output: the other. Invariants: secrets are never written. Start with
//! `parse.rs`.

pub(super) mod encode;
pub(super) mod parse;
