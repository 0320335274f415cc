//! Arguments of commands: from the words that a user typed to a value of the hole's type, or to
//! what is wrong with them.
//!
//! Input: [`ArgumentType`], [`Argument`], [`Surroundings`]. Output: a
//! [`Value`](crate::value::Value) or a [`Mistake`]. Invariants: pure (the present, the zone and the
//! rooms come in as parameters), linear in the text. Start with `ty.rs`, then `read.rs`.

mod calendar;
mod clock;
mod duration;
mod mistake;
mod number;
mod numeral;
mod read;
mod surroundings;
mod ty;

pub(super) use calendar::contradicts_itself;
pub(super) use clock::is_bare_hour;
pub use mistake::Mistake;
pub(super) use mistake::expectation;
pub use read::{Argument, read_answer, read_argument};
pub(super) use read::{mistake_in_default, read_default, read_list};
pub use surroundings::{KnownRoom, Surroundings};
pub use ty::ArgumentType;
