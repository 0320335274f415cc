//! What any engine for intents does.

use crate::pattern::{MessageText, Surroundings};
use crate::value::Value;
use smol_str::SmolStr;
use std::fmt;

/// An intent that was recognised.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognised {
    /// Index of the intent.
    pub intent: usize,
    /// How sure that is: 0 to 1.
    pub score: f64,
    /// The slots that the sentence gives.
    pub slots: Vec<(SmolStr, Value)>,
}

/// How well an intent fits a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Index of the intent.
    pub intent: usize,
    /// 0 to 1.
    pub score: f64,
}

/// Recognises intents; made of the phrases of a program when it is loaded.
pub trait IntentEngine: fmt::Debug + Send + Sync {
    /// How well each intent fits, best first.
    fn scores(&self, message: &MessageText, surroundings: &Surroundings<'_>) -> Vec<Score>;

    /// The score that an intent must reach.
    fn threshold(&self) -> f64;

    /// The best intent with its slots, if it is above the threshold.
    fn recognise(&self, message: &MessageText, surroundings: &Surroundings<'_>) -> Option<Recognised>;
}
