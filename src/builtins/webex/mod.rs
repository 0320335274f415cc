//! People, rooms, messages and markup. What is not in a reference itself is read from the engine.
//! Start with `person.rs`.

pub(super) mod markup;
pub(super) mod message;
pub(super) mod person;
pub(super) mod room;
