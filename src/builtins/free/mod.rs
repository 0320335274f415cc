//! Functions and properties without a receiver.
//!
//! Input: values; output: values, or what to ask the engine for. Invariants: clock and zone come from
//! [`Env`](crate::builtins::Env); what makes markup puts only harmless characters of data into it. Start
//! with `link.rs`.

pub(super) mod all_rooms;
pub(super) mod bot;
pub(super) mod code;
pub(super) mod create_room;
pub(super) mod date;
pub(super) mod find_room;
pub(super) mod link;
pub(super) mod now;
pub(super) mod parse_date;
pub(super) mod parse_time;
pub(super) mod person;
pub(super) mod quote;
pub(super) mod raw;
pub(super) mod room;
pub(super) mod shared;
pub(super) mod table;
pub(super) mod time_of_unix;
pub(super) mod today;
pub(super) mod tomorrow;
