//! Intents: what a message in plain words is about, learned from the phrases of the script.
//!
//! Input: [`Intent`]s (part of a program) and a message. Output: the intent above its threshold, with the
//! slots that the sentence gives. Invariants: pure and deterministic; trained when a program is loaded, from its
//! phrases alone; a sentence that is a phrase has its intent and its slots; what shares only common words with the phrases is nobody's. Start with `engine.rs`.

mod engine;
mod features;
mod fit;
mod linear;
mod model;
mod slots;
mod template;
mod token;
mod typed;

pub use engine::{IntentEngine, Recognised, Score};
pub use model::PhraseModel;
pub use template::{Intent, Piece, Slot, Template};
