//! What Webex, or a client of it, makes of the JSON of a card: the rules, and what breaks them.
//!
//! Input: the JSON of a card, of an attachment, or of a whole message; or the sketch of a card that is not drawn
//! yet. Output: [`Defect`]s, one for each thing that is wrong, with the place and how to mend it. Invariants: these
//! are the only rules of cards, for who imports, checks, shows, sends and receives one; pure and total; driven by
//! the table in `../schema`; the `type` decides what an object is, so that one mistake is said once; of what is
//! not known nothing is said; of two branches that are never there together the greater counts. Start with
//! `validate.rs`, then `walk.rs`.

mod around;
mod defect;
mod ecma;
mod markdown;
mod place;
mod rules;
mod sets;
mod size;
mod unknown;
mod validate;
mod values;
mod walk;
mod whole;

pub use defect::{Defect, Severity};
pub use rules::{RULES, Rule};
pub use validate::{card_of, review, validate};
