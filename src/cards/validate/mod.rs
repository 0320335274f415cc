//! What Webex, or a client of it, makes of the JSON of a card: the rules, and what breaks them.
//!
//! Input: the JSON of a card, of an attachment, or of a whole message. Output: [`Defect`]s, one for each
//! thing that is wrong, with the place and how to mend it. Invariants: pure and total; driven by the table in
//! `../schema`; the `type` decides what an object is, so that one mistake is said once. Start with
//! `validate.rs`, then `walk.rs`.

mod defect;
mod ecma;
mod markdown;
mod place;
mod rules;
mod sets;
mod validate;
mod values;
mod walk;
mod whole;

pub use defect::{Defect, Severity};
pub use rules::{RULES, Rule};
pub use validate::{card_of, part_defects, property_defects, validate};
