//! Arguments of commands: from the words that a user typed to a value of the hole's type, or to
//! what is wrong with them.
//!
//! Input: [`ArgumentType`], a word, [`Surroundings`]. Output: a [`Value`](crate::value::Value) or a
//! mistake. Invariants: pure (the present, the zone and the rooms come in as parameters), linear in
//! the text. Start with `ty.rs`.

mod surroundings;
mod ty;

pub use surroundings::{KnownRoom, Surroundings};
pub use ty::ArgumentType;
