//! A run as data.

use super::question::Question;
use crate::base::limits;
use crate::builtins::BuiltinId;
use crate::ir::ProgramId;
use crate::value::{Closure, Fault, MessageRef, Outcome, PersonRef, RoomRef, Text, Value};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::fmt;
use std::sync::Arc;

/// Identity of a run: a UUID (version 7, so ids sort by start) made by the engine.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct RunId(pub SmolStr);

impl fmt::Display for RunId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Identity of an effect: stable over restarts, so that a repeated dispatch is recognised.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct EffectId {
    /// The run that asked for it.
    pub run: RunId,
    /// How many effects the run asked for before.
    pub sequence: u32,
}

/// One handler at work, between two steps: everything it needs to go on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its identity.
    pub id: RunId,
    /// The program that it began with and keeps.
    pub program: ProgramId,
    /// Index of its handler.
    pub handler: u32,
    /// Who, where, why.
    pub context: RunContext,
    /// The call stack, innermost last. Empty: ended.
    pub frames: Vec<Frame>,
    /// Operands.
    pub stack: Vec<Value>,
    /// What it waits for.
    pub waiting: Waiting,
    /// Since when it waits for a time or an effect, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_ms: Option<i64>,
    /// The question that it asked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Box<Question>>,
    /// Who gave the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answerer: Option<PersonRef>,
    /// What is said in its room if it comes to its end: words of the engine, which what runs before may stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_words: Option<Text>,
    /// Whether it began `later`: nobody looks at the screen for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deferred: bool,
    /// The card that is closed when it ends well or first waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Box<CardToClose>>,
    /// How many effects it asked for.
    pub effects: u32,
    /// State of its random numbers.
    pub random: u64,
}

/// A card that only one press may use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardToClose {
    /// Its message.
    pub message: MessageRef,
    /// What the message says beside the card.
    pub text: SmolStr,
    /// Who pressed, by name.
    pub by: SmolStr,
    /// The title of the button, where that is known.
    #[serde(default, skip_serializing_if = "SmolStr::is_empty")]
    pub pressed: SmolStr,
}

/// What a run finds around it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunContext {
    /// The person it is with.
    pub person: Option<PersonRef>,
    /// The room it is in.
    pub room: Option<RoomRef>,
    /// The message that started it.
    pub message: Option<MessageRef>,
    /// The bot.
    pub bot: PersonRef,
    /// In tests: the bot's last message, a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Value>,
}

/// What a run waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Waiting {
    /// Nothing: it can be stepped.
    Ready,
    /// The outcome of its effect with this sequence number.
    Effect(u32),
    /// That its effect with this sequence number puts its question; then for the answer.
    Asking(u32),
    /// The answer to its question.
    Answer,
    /// This time, in milliseconds since 1970.
    Until(i64),
    /// Nothing: its effect failed with this, which the next step raises.
    Raised(Box<Fault>),
    /// Nothing any more.
    Ended,
}

/// One level of the call stack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Frame {
    /// A function at an operation.
    Code(CodeFrame),
    /// A built-in that runs a lambda for each element.
    Each(EachFrame),
}

/// A function at an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeFrame {
    /// Index of the function.
    pub function: u32,
    /// Index of the next operation.
    pub op: u32,
    /// Its locals.
    pub locals: Vec<Value>,
    /// Open `Try`s, innermost last.
    pub handling: Vec<Handling>,
    /// Height of the operand stack when it was called.
    pub base: u32,
}

/// An open `Try`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// Where to go on with the error.
    pub op: u32,
    /// Height of the operand stack to go back to.
    pub height: u32,
}

/// A built-in between two calls of its lambda.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EachFrame {
    /// The built-in.
    pub builtin: BuiltinId,
    /// What it goes over.
    pub receiver: Value,
    /// The lambda.
    pub closure: Arc<Closure>,
    /// What the lambda gave so far; for a fold the value so far alone.
    pub results: Vec<Value>,
    /// The arguments after the lambda.
    pub rest: Vec<Value>,
    /// Index of the next element.
    pub next: u32,
    /// Whether the lambda is at work on the element before `next`.
    pub called: bool,
}

impl Run {
    /// A run that calls nothing yet; [`enter`](Self::enter) says what.
    #[must_use]
    pub fn new(id: RunId, program: ProgramId, handler: u32, context: RunContext) -> Self {
        Self {
            id,
            program,
            handler,
            context,
            frames: Vec::new(),
            stack: Vec::new(),
            waiting: Waiting::Ready,
            since_ms: None,
            question: None,
            answerer: None,
            last_words: None,
            deferred: false,
            closes: None,
            effects: 0,
            random: 0,
        }
    }

    /// How many `Try`s are open.
    pub(super) fn open_tries(&self) -> usize {
        let open = |frame: &Frame| match frame {
            Frame::Code(code) => code.handling.len(),
            Frame::Each(_) => 0,
        };
        self.frames.iter().map(open).sum()
    }

    /// Calls `function` with `args`; the run goes on there at its next step.
    pub fn enter(&mut self, function: u32, args: Vec<Value>) {
        let base = u32::try_from(self.stack.len()).unwrap_or(u32::MAX);
        self.frames.push(Frame::Code(CodeFrame {
            function,
            op: 0,
            locals: args,
            handling: Vec::new(),
            base,
        }));
    }

    /// The id of the effect that it waits for.
    #[must_use]
    pub fn effect_id(&self) -> Option<EffectId> {
        match self.waiting {
            Waiting::Effect(sequence) | Waiting::Asking(sequence) => {
                Some(EffectId { run: self.id.clone(), sequence })
            }
            Waiting::Ready | Waiting::Answer | Waiting::Until(_) | Waiting::Raised(_) | Waiting::Ended => {
                None
            }
        }
    }

    /// The outcome of an effect arrived. Returns whether it was the one that the run waits for; another
    /// one (a repeated dispatch) changes nothing.
    pub fn resolve(&mut self, sequence: u32, outcome: Outcome) -> bool {
        let asking = self.waiting == Waiting::Asking(sequence);
        if !asking && self.waiting != Waiting::Effect(sequence) {
            return false;
        }
        match outcome {
            Ok(value) if asking => {
                self.waiting = Waiting::Answer;
                if let (Some(question), Value::Message(message)) = (&mut self.question, value) {
                    question.room = Some(message.room);
                    if question.messages.len() >= limits::QUESTION_MESSAGES_MAX {
                        question.messages.remove(0);
                    }
                    question.messages.push(message.id);
                }
            }
            Ok(value) => {
                self.waiting = Waiting::Ready;
                self.stack.push(value);
            }
            Err(fault) => self.waiting = Waiting::Raised(Box::new(fault)),
        }
        true
    }
}
