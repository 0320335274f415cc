//! What messages a program takes: plain data, part of a stored program.

use crate::pattern::{LazyRegex, Matcher};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// The handlers that a message can start, in source order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Routes {
    /// `command` handlers.
    pub commands: Vec<CommandRoute>,
    /// `on message` handlers.
    pub messages: Vec<MessageRoute>,
    /// The handler of `otherwise`.
    pub otherwise: Option<u32>,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommandRoute {
    /// Index of its handler in the program.
    pub handler: u32,
    /// Its patterns.
    pub matcher: Matcher,
    /// Its `///` lines: markdown of the script.
    pub doc: SmolStr,
}

/// A regex that messages are searched for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageRoute {
    /// Index of its handler in the program.
    pub handler: u32,
    /// The regex; its named groups are captured.
    pub regex: LazyRegex,
}
