//! A card's JSON as a script: what the designer made becomes a `card` declaration.
//!
//! Input: bytes. Output: a script that compiles to an equal card, or what is wrong with the JSON. Invariants:
//! pure and total; only cards that Webex takes become scripts; no character of a text changes on the way.
//! Start with `import.rs`, then `lines.rs`.

mod action;
mod import;
mod input;
mod lines;
mod literal;
mod property;

pub use import::{ImportProblem, Imported, card_name, card_script, import};
