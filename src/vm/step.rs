//! What a step is given and what it gives.

use super::{Answers, StateKey};
use crate::ir::LogLevel;
use crate::value::{Effect, Fault, Read, Value};
use jiff::tz::TimeZone;

/// What the machine may know of the world during one step. Time does not pass within a step.
#[derive(Clone, Debug)]
pub struct World {
    /// The instant, in milliseconds since 1970-01-01T00:00Z.
    pub now_ms: i64,
    /// The bot's time zone.
    pub zone: TimeZone,
    /// Values of the configs, in the order of the program.
    pub configs: Vec<Value>,
    /// Answers to reads that are fresh enough; a fault where the answer is a refusal.
    pub reads: Answers,
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Lines that the script logged.
    pub logs: Vec<LogLine>,
    /// Why it stopped.
    pub outcome: StepOutcome,
}

/// Why a step stopped.
#[derive(Clone, Debug, PartialEq)]
pub enum StepOutcome {
    /// It needs a state: load it into the view and step again.
    NeedState(StateKey),
    /// It needs a read: put the answer into the world and step again.
    NeedRead(Read),
    /// It asks for an effect: commit the run, the state and the effect; then resolve it and step again.
    Effect(Effect),
    /// It waits, for an answer or a time: commit the run and the state; what it waits for makes it ready.
    Parked,
    /// The run is over.
    Ended(End),
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// At the end of its handler, with the value of its body.
    Finished(Value),
    /// By `stop`.
    Stopped,
    /// Too many bad answers to a question. What was changed is kept.
    GaveUp,
    /// By a failure that nobody handled. [`FaultKind::Fail`](crate::value::FaultKind::Fail) keeps what was
    /// changed since the last effect, any other drops it.
    Failed(Fault),
}

/// A line that the script logged.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// Its weight.
    pub level: LogLevel,
    /// What it says.
    pub text: String,
    /// Its fields, json.
    pub fields: Value,
}
