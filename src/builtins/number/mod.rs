//! Methods of numbers, and numbers by chance. Start with `int.rs`.

pub(super) mod float;
pub(super) mod int;
pub(super) mod random;
