//! Methods of `time`. What is read off a clock or a calendar is that of the bot's time zone.
//!
//! Input: an instant; output: what a clock or a calendar says of it. Invariants: the time zone comes from
//! [`Env`](crate::builtins::Env). Start with `hour.rs`.

pub(super) mod ago;
pub(super) mod date;
pub(super) mod format;
pub(super) mod hour;
pub(super) mod in_zone;
pub(super) mod iso;
pub(super) mod minute;
pub(super) mod second;
pub(super) mod shared;
pub(super) mod unix;
pub(super) mod unix_ms;
pub(super) mod weekday;
