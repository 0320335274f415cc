//! Methods of `set`, whose elements keep the order in which they were added. Start with `combine.rs`.

pub(super) mod change;
pub(super) mod combine;
pub(super) mod each;
