//! Adaptive Cards 1.3 as Webex takes them: the schema as tables, a card's values as JSON, what comes
//! back when a button is pressed.
//!
//! Input: card values (maps with marked texts), the JSON of a sent card, submitted inputs. Output: JSON to
//! send, checked inputs. Invariants: pure; data in a text is escaped for where it stands; what a client
//! sends is validated again. Start with `schema.rs`, then `render.rs` and `submit.rs`.

mod choices;
mod limits;
mod render;
mod schema;
mod submit;

pub use choices::{CHOICE, choices_card};
pub use limits::refusal;
pub use render::{card_text, fallback_text, render};
pub use schema::{
    Content, ElementType, Kind, Property, action, card_property, element, input_property, words,
};
pub use submit::{InputProblem, OWN, Submitted, buttons, submitted};
