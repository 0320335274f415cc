//! Cards from designer files: JSON with `${...}`, checked against the card's parameters.
//!
//! Input: the JSON of the file and the types of the parameters. Output: diagnostics with places in the JSON,
//! the inputs with their types, and the expression that fills the card in. Invariants: each name in the file
//! is a field that the parameters have; what is in the file is fine for Webex as far as it can be told
//! before it is filled in. Start with `declare.rs`, then `walk.rs`.

mod declare;
mod inputs;
mod place;
mod submit;
mod types;
mod walk;

pub(in crate::check) use declare::CardFile;
