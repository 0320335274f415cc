//! Methods of `list`. Those that change the list are in `change.rs`, those that take a lambda in
//! `each.rs`; the others give a new list. Start with `part.rs`.

pub(super) mod change;
pub(super) mod each;
pub(super) mod measure;
pub(super) mod part;
