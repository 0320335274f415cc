//! Rooms and who is in them.
//!
//! Input: a reference to a room; output: values, what to ask the engine for, or what to change. Invariants:
//! what is not in the reference itself is read, never guessed. Start with `title.rs`.

pub(super) mod add;
pub(super) mod delete;
pub(super) mod id;
pub(super) mod is_direct;
pub(super) mod people;
pub(super) mod remove;
pub(super) mod rename;
pub(super) mod title;
