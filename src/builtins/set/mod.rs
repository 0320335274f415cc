//! Methods of `set`.
//!
//! Input: a set, then the arguments; output: sets, lists, or the changed receiver. Invariants: elements
//! keep the order in which they were added, no two are equal. Start with `combine.rs`.

pub(super) mod change;
pub(super) mod combine;
pub(super) mod each;
