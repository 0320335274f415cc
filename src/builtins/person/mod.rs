//! What is known of people.
//!
//! Input: a reference to a person; output: texts, or what to ask the engine for. Invariants: what is not in
//! the reference itself is read, never guessed; only harmless characters get into own markup. Start with
//! `name.rs`.

pub(super) mod avatar;
pub(super) mod domain;
pub(super) mod email;
pub(super) mod first_name;
pub(super) mod id;
pub(super) mod last_name;
pub(super) mod mention;
pub(super) mod name;
pub(super) mod shared;
