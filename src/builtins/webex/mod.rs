//! People, rooms, messages, and texts with markup around data.
//!
//! Input: references and texts; output: values, or what to ask the engine for. Invariants: what is not
//! in a reference itself is read, never guessed; only harmless characters get into own markup. Start
//! with `person.rs`.

pub(super) mod markup;
pub(super) mod message;
pub(super) mod person;
pub(super) mod room;
