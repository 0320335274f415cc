//! A question that a run asks: data of the run while it waits for the answer.

use super::run::{EffectId, Frame, Run, Waiting};
use crate::base::limits;
use crate::ir::{Audience, Expects};
use crate::pattern::ArgumentType;
use crate::value::{Effect, Fault, FaultKind, PersonRef, Target, Text, Value, With};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A question that was asked. The run keeps the last one after its answer too: a `where` may refuse the
/// answer and wait for another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Sequence number of the effect that asked it: which question of its run it is.
    pub number: u32,
    /// Where it was put.
    pub to: Target,
    /// The thread that it was put into.
    pub thread: Option<SmolStr>,
    /// What was asked.
    pub prompt: Text,
    /// The card that is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Value>,
    /// What an answer is.
    pub expects: Expects,
    /// What can be chosen, where that is known only at run time.
    pub choices: Vec<Value>,
    /// Who may answer.
    pub audience: Audience,
    /// The room that it was put into, once it is there.
    pub room: Option<SmolStr>,
    /// The messages that put it, newest last; an answer may stand in the thread of one.
    pub messages: Vec<SmolStr>,
    /// When it was put last, in milliseconds since 1970, and an id that says in which order: a message
    /// answers the question that was put last.
    #[serde(default)]
    pub put: (i64, SmolStr),
    /// When nobody waits any more, in milliseconds since 1970.
    pub due_ms: i64,
    /// How many answers were refused.
    pub refused: u32,
    /// How many answers are awaited, where it is several.
    pub until: Option<u32>,
    /// The answers so far, one of each person.
    pub votes: Vec<(PersonRef, Value)>,
    /// The operation to go on at when the time is over and several answers are awaited.
    pub expired: u32,
}

impl Question {
    /// The one person who may answer; nobody in particular where a group may.
    #[must_use]
    pub fn person<'q>(&'q self, run: &'q Run) -> Option<&'q PersonRef> {
        match (&self.audience, &self.to) {
            (Audience::Anyone | Audience::Group(_), _) => None,
            (Audience::Person, Target::Person(person)) => Some(person),
            (Audience::Person, Target::Room(_)) => run.context.person.as_ref(),
        }
    }

    /// Whether a message in `thread` can be the answer: in the thread of the question, or in one that
    /// somebody opened on it.
    #[must_use]
    pub fn is_in(&self, thread: Option<&SmolStr>) -> bool {
        thread == self.thread.as_ref() || thread.is_some_and(|root| self.messages.contains(root))
    }

    /// The effect that asks it.
    pub(super) fn ask(&self) -> Effect {
        let card = self.card.clone().map(With::Card);
        let with = card.or_else(|| self.few_choices().map(With::Choices)).map(Box::new);
        Effect::Say { to: self.to.clone(), text: self.prompt.clone(), thread: self.thread.clone(), with }
    }

    /// What it can be answered with, where that is little enough for buttons.
    fn few_choices(&self) -> Option<Vec<Value>> {
        let choices = match &self.expects {
            Expects::Argument(ArgumentType::OneOf(texts)) => texts.iter().map(Value::own).collect(),
            Expects::Confirmation => vec![Value::own("Yes"), Value::own("No")],
            Expects::OneOf => self.choices.clone(),
            Expects::Argument(_) | Expects::File | Expects::Card(_) => return None,
        };
        (1..=limits::CHOICE_BUTTONS_MAX).contains(&choices.len()).then_some(choices)
    }

    /// The answer that the button with this number gives.
    #[must_use]
    pub fn choice(&self, at: usize) -> Option<Value> {
        match &self.expects {
            Expects::Argument(ArgumentType::OneOf(texts)) => texts.get(at).map(Value::data),
            Expects::Confirmation => Some(Value::Bool(at == 0)),
            Expects::OneOf => self.choices.get(at).cloned(),
            Expects::Argument(_) | Expects::File | Expects::Card(_) => None,
        }
    }

    /// The effect that says something about it.
    pub(super) fn say(&self, text: Text) -> Effect {
        Effect::Say { to: self.to.clone(), text, thread: self.thread.clone(), with: None }
    }

    /// The answers so far, as the script sees them.
    pub(super) fn votes(&self) -> Value {
        let vote = |(who, answer): &(PersonRef, Value)| {
            Value::record([("who", Value::Person(who.clone())), ("answer", answer.clone())])
        };
        Value::list(self.votes.iter().map(vote).collect())
    }

    /// Keeps an answer, instead of an earlier one of the same person.
    pub(super) fn vote(&mut self, who: PersonRef, answer: Value) {
        match self.votes.iter_mut().find(|(voter, _)| *voter == who) {
            Some((_, vote)) => *vote = answer,
            None => self.votes.push((who, answer)),
        }
    }
}

impl Run {
    /// The question that it waits on.
    #[must_use]
    pub fn open_question(&self) -> Option<&Question> {
        match self.waiting {
            Waiting::Answer => self.question.as_deref(),
            Waiting::Ready
            | Waiting::Effect(_)
            | Waiting::Asking(_)
            | Waiting::Until(_)
            | Waiting::Raised(_)
            | Waiting::Ended => None,
        }
    }

    /// `who` gives `answer`, which is of the question's type; the run can go on. Returns whether it
    /// waited for one.
    pub fn answer(&mut self, who: PersonRef, answer: Value) -> bool {
        if self.waiting != Waiting::Answer {
            return false;
        }
        self.answerer = Some(who);
        self.stack.push(answer);
        self.waiting = Waiting::Ready;
        true
    }

    /// The question has just been put, at `now_ms`; `turn` sorts after what was put before.
    pub fn was_put(&mut self, now_ms: i64, turn: SmolStr) {
        if let Some(question) = &mut self.question {
            question.put = (now_ms, turn);
        }
    }

    /// Puts the question that it waits on again, or says these words about it. The run waits until that is
    /// said, and then for the answer.
    pub fn put_again(&mut self, text: Option<Text>) -> Option<(EffectId, Effect)> {
        let question = self.open_question()?;
        let effect = text.map_or_else(|| question.ask(), |text| question.say(text));
        let sequence = self.effects;
        self.effects = self.effects.saturating_add(1);
        self.waiting = Waiting::Asking(sequence);
        Some((EffectId { run: self.id.clone(), sequence }, effect))
    }

    /// Counts a bad answer of the one person who is asked. Returns whether there were too many.
    pub fn count_refusal(&mut self) -> bool {
        let Some(question) = &mut self.question else { return false };
        if question.audience != Audience::Person {
            return false;
        }
        question.refused = question.refused.saturating_add(1);
        question.refused >= limits::BAD_ANSWERS_MAX
    }

    /// The time of the question is over: the run goes on with what came in, or fails. Returns whether it
    /// waited for an answer.
    pub fn expire(&mut self) -> bool {
        if self.waiting != Waiting::Answer {
            return false;
        }
        let Some(question) = &self.question else { return false };
        self.waiting = match (&question.expects, question.until) {
            (_, Some(_)) => {
                let (votes, expired) = (question.votes(), question.expired);
                if let Some(Frame::Code(frame)) = self.frames.last_mut() {
                    frame.op = expired;
                }
                self.stack.push(votes);
                Waiting::Ready
            }
            (Expects::Confirmation, None) => {
                self.stack.push(Value::Bool(false));
                Waiting::Ready
            }
            (Expects::Argument(_) | Expects::File | Expects::OneOf | Expects::Card(_), None) => {
                let fault = Fault::new(FaultKind::Timeout, "nobody answered in time");
                Waiting::Raised(Box::new(fault))
            }
        };
        true
    }

    /// The time that it waits for has come. Returns whether it waited for one.
    pub fn wake(&mut self) -> bool {
        let waits = matches!(self.waiting, Waiting::Until(_));
        if waits {
            self.waiting = Waiting::Ready;
        }
        waits
    }

    /// A run that begins with `function` where this one is: same people, place and program.
    #[must_use]
    pub fn offspring(&self, id: SmolStr, random: u64) -> Self {
        let mut run = Self::new(super::RunId(id), self.program, self.handler, self.context.clone());
        run.random = random;
        run.answerer.clone_from(&self.answerer);
        run.deferred = self.deferred;
        run
    }
}
