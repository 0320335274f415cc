//! Days, instants and durations.
//!
//! Input and output: dates, times, durations and what a calendar or a clock says of them. Invariants:
//! the clock and the time zone come from [`Env`](crate::builtins::Env). Start with `instant.rs`.

pub(super) mod date;
pub(super) mod duration;
pub(super) mod instant;
pub(super) mod now;
mod weekday;

pub(super) use weekday::weekday_name;
