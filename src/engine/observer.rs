//! What happens, told to who looks on: the log pane of `wbot dev`, tests, metrics.

use super::Staying;
use super::hook::HookResponse;
use crate::ir::{LogLevel, ProgramId};
use crate::value::{Effect, FaultKind, PersonRef, RoomRef};
use crate::vm::Trace;
use smol_str::SmolStr;

/// Looks on. Called in the middle of things: it must be quick.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn observe(&self, happening: &Happening);
}

/// Looks away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Observer for Nobody {
    fn observe(&self, _happening: &Happening) {}
}

/// Something that happened. It may hold what people wrote: what is shown of it is up to who looks on.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// An event was accepted.
    Received {
        /// `messages/created`, `POST /github`.
        what: SmolStr,
        /// Who caused it, where that is known.
        person: Option<PersonRef>,
        /// Where.
        room: Option<RoomRef>,
    },
    /// An event starts nothing.
    Dropped {
        /// `messages/created`, `POST /github`.
        what: SmolStr,
        /// Why, in words.
        why: SmolStr,
    },
    /// An event cannot be handled now: it stays in the store, for the next start.
    Kept {
        /// `messages/created`.
        what: SmolStr,
        /// Why, in words.
        why: SmolStr,
    },
    /// It was decided what handles an event.
    Routed {
        /// The run that begins, or the answer of the engine.
        run: SmolStr,
        /// The text that was decided about, without mentions; empty where there is none.
        text: SmolStr,
        /// What the handler is called: `command "hello"`; or `help`, `unknown`, `bad arguments`.
        handler: SmolStr,
        /// What was considered, in order and in words.
        why: Vec<String>,
    },
    /// An effect was committed and goes out.
    Sent {
        /// The run that asked for it.
        run: SmolStr,
        /// The effect.
        effect: Effect,
        /// Whether it worked, else why not.
        outcome: Result<(), String>,
    },
    /// The script logged a line.
    Logged {
        /// The run.
        run: SmolStr,
        /// Its weight.
        level: LogLevel,
        /// The line with its fields.
        line: String,
    },
    /// Operations ran; told only where [`Options::trace`](super::Options) says so.
    Traced {
        /// The program that they are of.
        program: ProgramId,
        /// Which.
        trace: Trace,
    },
    /// A run is over.
    Ended {
        /// The run.
        run: SmolStr,
        /// How.
        how: RunEnd,
    },
    /// A caller of a webhook was answered.
    Answered {
        /// The path.
        path: SmolStr,
        /// With what.
        response: HookResponse,
    },
    /// A program was put in service.
    Reloaded {
        /// Its id.
        program: ProgramId,
        /// Conversations that stay on versions before it.
        staying: Vec<Staying>,
    },
    /// A program was refused; the one before goes on.
    ReloadRefused {
        /// Why, in words.
        why: String,
    },
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum RunEnd {
    /// At its end, or by `stop`.
    Done,
    /// By a failure.
    Failed {
        /// Which kind.
        kind: FaultKind,
        /// What happened.
        message: String,
        /// `file:line` in the script, where it is known.
        place: Option<String>,
        /// What the user was given to ask about it.
        reference: SmolStr,
    },
    /// The process ends before it did; what was stored goes on in the next one.
    Abandoned,
}
