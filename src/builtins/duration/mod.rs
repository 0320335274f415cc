//! Methods of `duration`. (`d / 1h` gives a fraction.)
//!
//! Input: a duration; output: durations and whole numbers. Invariants: what does not fit fails the run
//! instead of wrapping. Start with `hours.rs`.

pub(super) mod abs;
pub(super) mod days;
pub(super) mod hours;
pub(super) mod max;
pub(super) mod milliseconds;
pub(super) mod min;
pub(super) mod minutes;
pub(super) mod round_to;
pub(super) mod seconds;
