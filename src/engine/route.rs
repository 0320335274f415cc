//! Which handler takes a message.

use super::active::Active;
use super::core::Core;
use crate::ir::HandlerKind;
use crate::pattern::{MatchResult, MessageText, Surroundings, match_command};
use crate::value::{Text, Value};
use jiff::Timestamp;
use smol_str::SmolStr;

/// What a message starts.
pub(super) enum Decision {
    /// A run.
    Run(Start),
    /// Nothing but words of the engine: help, what was wrong with a command.
    Answer {
        /// `help`, `unknown`, `bad arguments`.
        kind: &'static str,
        /// What is said.
        text: Text,
        /// Why, for the log.
        why: SmolStr,
    },
    /// Nothing at all.
    Nothing {
        /// Why, for the log.
        why: SmolStr,
    },
}

/// Where a run begins.
pub(super) struct Start {
    pub(super) handler: u32,
    pub(super) function: u32,
    pub(super) args: Vec<Value>,
    /// Whether it is a command.
    pub(super) command: bool,
    /// Whether middleware runs around it.
    pub(super) around: bool,
    /// Why it was chosen, for the log.
    pub(super) why: SmolStr,
}

impl Core {
    pub(super) async fn decide(&self, active: &Active, message: &MessageText) -> Decision {
        let now = Timestamp::from_millisecond(self.clock.now_ms()).unwrap_or_default();
        let around = Surroundings { now, zone: &active.settings.zone, rooms: &[] };
        for (at, handler) in (0u32..).zip(&active.program().handlers) {
            let start = |args, command| Start {
                handler: at,
                function: handler.function,
                args,
                command,
                around: true,
                why: SmolStr::new_static("it matches"),
            };
            match &handler.kind {
                HandlerKind::Command { matcher, params } => {
                    if let MatchResult::Yes(captures) = match_command(matcher, message, &around) {
                        let value = |name: &SmolStr| {
                            let found = captures.values.iter().find(|(other, _)| other == name);
                            found.and_then(|(_, value)| value.clone()).unwrap_or_default()
                        };
                        return Decision::Run(start(params.iter().map(value).collect(), true));
                    }
                }
                HandlerKind::Otherwise => return Decision::Run(start(Vec::new(), false)),
                _ => {}
            }
        }
        let text = Text::own("I didn't understand. Try `help`.");
        Decision::Answer { kind: "unknown", text, why: SmolStr::new_static("nothing takes it") }
    }
}
