//! Methods of `map`, whose entries keep the order in which they were added. Start with `parts.rs`.

pub(super) mod change;
pub(super) mod each;
pub(super) mod parts;
