//! Methods of `list`.
//!
//! Input: a list, then the arguments (for those that take a lambda: its results); output: new lists, or
//! the changed receiver. Invariants: sorting is stable; no list grows beyond `limits::ELEMENTS_MAX`.
//! Those that change the list are in `change.rs`, those that take a lambda in `each.rs`. Start with
//! `part.rs`.

pub(super) mod change;
pub(super) mod combine;
pub(super) mod each;
pub(super) mod measure;
pub(super) mod order;
pub(super) mod part;
mod shared;

pub(super) use shared::{by_key, kept, last_is, sorted};
