//! Methods of `list`. Those that change the list are in `change.rs`, those that take a lambda in
//! `each.rs`; the others give a new list. Start with `part.rs`.

pub(super) mod change;
pub(super) mod combine;
pub(super) mod each;
pub(super) mod measure;
pub(super) mod order;
pub(super) mod part;
mod shared;

pub(super) use shared::{by_key, kept, last_is, sorted};
