//! Methods of `date`, a day in the bot's time zone.
//!
//! Input: a day; output: other days, instants, and what a calendar says. Invariants: no day is beyond the
//! year 9999. Start with `at.rs`.

pub(super) mod add_months;
pub(super) mod at;
pub(super) mod day;
pub(super) mod end_of_month;
pub(super) mod end_of_week;
pub(super) mod format;
pub(super) mod is_weekend;
pub(super) mod month;
pub(super) mod next;
pub(super) mod shared;
pub(super) mod start_of_month;
pub(super) mod start_of_week;
pub(super) mod week;
pub(super) mod weekday;
pub(super) mod year;
