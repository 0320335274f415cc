//! What a question takes for an answer, and from whom.

use crate::pattern::ArgumentType;
use crate::value::Type;
use serde::{Deserialize, Serialize};

/// A question, but for what is on the stack when it is asked.
#[expect(clippy::struct_excessive_bools, reason = "each operand is there or not, whatever the others are")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Whether the person or room that it is put to lies on the stack.
    pub to: bool,
    /// What an answer is.
    pub expects: Expects,
    /// Who may answer.
    pub audience: Audience,
    /// Whether the number of answers to wait for lies on the stack.
    pub until: bool,
    /// Whether a card lies on the stack instead of the prompt.
    #[serde(default)]
    pub card: bool,
    /// Whether a duration lies on the stack, after which nobody waits any more.
    pub within: bool,
}

/// What an answer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Expects {
    /// What a hole of this type would take.
    Argument(ArgumentType),
    /// Yes or no (`confirm`).
    Confirmation,
    /// An attachment.
    File,
    /// One of a list that lies on the stack.
    OneOf,
    /// The inputs of the card, as a record of this type.
    Card(Type),
}

/// Who may answer a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Audience {
    /// The person that it is put to, or the run's own.
    Person,
    /// Whoever is in the room.
    Anyone,
    /// The people of a group: index into the program's groups.
    Group(u16),
}

/// When a `later` runs, and what of that lies on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Due {
    /// `[duration]`
    After,
    /// `[time]`
    At,
    /// Nothing: the next time that the bot's clock shows this, in minutes since midnight.
    Clock(u16),
    /// `[date]`, at this time of day, in minutes since midnight.
    Day(u16),
}
