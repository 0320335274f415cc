//! Handlers that no message reaches, and messages that two handlers could take, decided on automata.
//!
//! Input: a [`Router`](crate::pattern::Router) and the intents behind it. Output: [`Conflict`]s, each with a short
//! message that shows it. Invariants: pure; each message was given to the router, and went where the conflict says;
//! where a search grows too large nothing is said. Commands are compared as automata over words (`pattern.rs`,
//! `cover.rs`, `meet.rs`), regexes as automata over letters (`texts.rs`, `inside.rs`). Start with `conflicts.rs`.

mod commands;
mod conflicts;
mod cover;
mod inside;
mod meet;
mod messages;
mod pattern;
mod sample;
mod texts;
mod whole;

pub use conflicts::{Conflict, Later, conflicts};

#[cfg(test)]
mod tests;
