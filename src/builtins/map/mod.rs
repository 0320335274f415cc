//! Methods of `map`.
//!
//! Input: a map, then the arguments; output: lists, maps, or the changed receiver. Invariants: entries
//! keep the order in which they were added. Start with `parts.rs`.

pub(super) mod change;
pub(super) mod each;
pub(super) mod parts;
