//! Methods of `float`; an `int` has them too.
//!
//! Input: numbers; output: floats and ints. Invariants: no float that is not finite gets out. Start with
//! `round.rs`.

pub(super) mod abs;
pub(super) mod ceil;
pub(super) mod clamp;
pub(super) mod floor;
pub(super) mod max;
pub(super) mod min;
pub(super) mod power;
pub(super) mod round;
pub(super) mod round_to;
pub(super) mod sqrt;
