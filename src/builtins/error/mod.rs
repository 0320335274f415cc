//! What `else err` binds.
//!
//! Input: a failure as a value; output: its parts. Invariants: nothing is computed here. Start with
//! `message.rs`.

pub(super) mod body;
pub(super) mod message;
pub(super) mod status;
