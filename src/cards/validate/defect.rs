//! Something that is wrong with a card.

use super::rules::Rule;
use crate::base::Span;
use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It is taken and drawn, but not as it is meant.
    Warning,
    /// Webex refuses it, or a client shows nothing of the card or loses a part.
    Error,
}

/// A defect of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Defect {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub severity: Severity,
    /// The property that is not there, if that is what is wrong.
    pub missing: Option<&'static str>,
    /// Where: a JSON pointer; `/` is the whole.
    pub at: String,
    /// Where in a script, if it is a card of one.
    pub span: Option<Span>,
    /// The other of two things that do not go together.
    pub also: Option<Span>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.rule.id, self.at, self.message)
    }
}
