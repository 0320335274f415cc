//! Methods of `int`; those of `float` are its own as well.
//!
//! Input: ints; output: ints. Invariants: what does not fit fails the run instead of wrapping. Start with
//! `abs.rs`.

pub(super) mod abs;
pub(super) mod clamp;
pub(super) mod max;
pub(super) mod min;
pub(super) mod ordinal;
pub(super) mod plural;
pub(super) mod power;
