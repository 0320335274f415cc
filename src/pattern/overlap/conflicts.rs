//! All conflicts of a program's handlers.

use super::commands::command_conflicts;
use super::messages::message_conflicts;
use crate::pattern::{Decision, KnownRoom, MessageText, Request, Router, Surroundings};
use crate::value::RoomRef;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// A conflict between two handlers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The handler that goes later.
    pub handler: u32,
    /// The handler that takes the message.
    pub by: u32,
    /// A message that both are made for.
    pub message: String,
    /// Whether no message at all reaches the later one.
    pub never: bool,
}

/// A handler that comes after commands and regexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// Of an intent: it takes messages of words.
    Intent(u32),
    /// `otherwise`: it takes any message.
    Otherwise(u32),
}

/// The conflicts, in the order in which handlers are tried. For each later handler one is told.
#[must_use]
pub fn conflicts(router: &Router, later: &[Later]) -> Vec<Conflict> {
    let judge = Judge::new(router);
    let mut found = command_conflicts(&judge);
    found.extend(message_conflicts(&judge, later));
    found
}

/// The router, asked in some time and place: what it decides is what counts.
pub(super) struct Judge<'r> {
    pub(super) router: &'r Router,
    /// The commands by their handlers.
    commands: HashMap<u32, usize>,
    rooms: [KnownRoom; 1],
}

/// What the router says of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A command takes it: its index, and whether its arguments can be read.
    Command(usize, bool),
    /// A regex takes it: its handler.
    Message(u32),
    /// It asks for help.
    Help,
    /// No command and no regex takes it.
    Nothing,
}

impl<'r> Judge<'r> {
    fn new(router: &'r Router) -> Self {
        let room = RoomRef { id: "room".into(), direct: false };
        let commands = router.routes().commands.iter().zip(0..).map(|(command, at)| (command.handler, at));
        Self { router, commands: commands.collect(), rooms: [KnownRoom { title: "Room".into(), room }] }
    }

    pub(super) fn verdict(&self, text: &str) -> Verdict {
        let message = MessageText::plain(text);
        let may_run = |_| true;
        let decision = self.with_surroundings(|surroundings| {
            self.router.route(Request { message: &message, surroundings, may_run: &may_run }).decision
        });
        match decision {
            Decision::Command { handler, .. } => {
                self.commands.get(&handler).map_or(Verdict::Nothing, |at| Verdict::Command(*at, true))
            }
            Decision::BadArguments { command, .. } => Verdict::Command(command, false),
            Decision::Message { handler, .. } => Verdict::Message(handler),
            Decision::Help(_) => Verdict::Help,
            Decision::Otherwise { .. } | Decision::Unknown { .. } => Verdict::Nothing,
        }
    }

    pub(super) fn with_surroundings<T>(&self, run: impl FnOnce(&Surroundings<'_>) -> T) -> T {
        run(&Surroundings { now: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC, rooms: &self.rooms })
    }
}
