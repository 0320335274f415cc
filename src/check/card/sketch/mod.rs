//! What a card will be, as far as its script tells: its function, run on what is known.
//!
//! Input: the function of a card, as the checker made it. Output: a [`crate::cards::Sketch`]. Invariants: pure and
//! total; a part without holes is in the sketch what it will be in the JSON; what only the run knows is open, what
//! an error has broken too; both branches of an `if` are there as such, a loop over what stands in the script is
//! gone through. Start with `drawing.rs`.

mod drawing;
mod lines;
mod values;

pub(super) use drawing::Drawing;
