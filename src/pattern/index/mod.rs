//! What finds the few handlers that a message may be for, however many a program has.
//!
//! Input: the routes of a program, once; then the words or the text of a message. Output: candidates in the
//! order of their rank, a superset of those that fit, or at least the first of them: the exact comparison is the
//! router's. Invariants: pure; the work for a message depends on its words, hardly on the number of routes. Start with `commands.rs`.

mod commands;
mod literals;
mod messages;
mod near;

pub(super) use commands::WordAutomaton;
pub(super) use messages::MessageFilter;
pub(super) use near::{Openings, Place, edits};
