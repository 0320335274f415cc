//! Open questions: which one a message answers, what a bad answer gets, what is put again. What an answer says
//! is read in `answers.rs`.
//!
//! A message answers the newest question of its conversation that it may answer. What another handler
//! takes instead is handled there, then the question is put again; so is an older one when a newer one
//! is over.

use super::codec::{decode, run_record};
use super::core::{Core, Work};
use super::failure;
use super::flight::{Flight, Turn};
use super::going::{Going, Leaving};
use super::inbound::{conversation, is_own_mailbox};
use super::mailbox::BEGUN;
use super::observer::Happening;
use super::parking::{Listening, asked_room, room_place, unpark};
use super::route::{Decision, Takes};
use super::store::{Change, Commit, StoreError};
use crate::base::limits;
use crate::ir::{Audience, Expects};
use crate::pattern::{ArgumentType, MessageText, Words};
use crate::value::{Effect, PersonRef, RoomRef, Target, Text, Value};
use crate::vm::{EffectId, Question, Run, RunContext, Waiting};
use crate::webex::wire::Message;
use smol_str::{SmolStr, format_smolstr};
use std::sync::Arc;
use std::time::Duration;

/// How soon it is looked again whether a question is open that is being put again.
const PUT_AGAIN: Duration = Duration::from_millis(20);

/// A question that is open somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    run: SmolStr,
    question: u32,
    /// When it was put, and in which order.
    put: (i64, SmolStr),
}

/// What is to be done for an answer from another conversation than the run's own.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    run: SmolStr,
    /// Where the answer came from.
    context: RunContext,
    /// What was open there.
    open: Vec<Open>,
}

/// A message that may be an answer.
pub(super) struct Incoming<'m> {
    pub(super) message: &'m Message,
    pub(super) text: &'m MessageText,
    pub(super) context: &'m RunContext,
    pub(super) mailbox: &'m SmolStr,
    /// What its handling commits besides.
    pub(super) along: &'m Commit,
    /// Who would take it if nothing were asked.
    pub(super) decision: &'m Decision,
}

/// The newest question that a message may answer.
enum Newest {
    /// It waits for the answer.
    Open(Box<Flight>),
    /// It is being put again, or something is said about it.
    PutAgain,
    /// There is none.
    Nothing,
}

/// What became of a message while questions were open.
pub(super) enum Replied {
    /// It was an answer, or a bad one; all is done.
    Taken,
    /// Another handler is to take it; these questions were open.
    Beside(Vec<Open>),
}

impl Core {
    /// Waits until whoever is being asked in `room` has been asked.
    pub(super) async fn let_ask(&self, person: &PersonRef, room: &RoomRef) {
        let keys = [&person.id, &person.email].into_iter().filter(|key| !key.is_empty());
        let lanes = keys.map(|key| format_smolstr!("asked {}", crate::webex::id_key(key)));
        for lane in lanes.chain([asked_room(room)]) {
            self.lanes.empty(&lane).await;
        }
    }

    /// Waits until what is said about a question is said: it is open again then, or over. `again`: it was not.
    pub(super) async fn until_put_again(&self, context: &RunContext, again: bool) {
        if let (Some(person), Some(room)) = (&context.person, &context.room) {
            self.let_ask(person, room).await;
        }
        if again {
            self.clock.pause(PUT_AGAIN).await;
        }
    }

    /// Gives a message to the question that it answers.
    pub(super) async fn reply(self: &Arc<Self>, incoming: &Incoming<'_>) -> Result<Replied, StoreError> {
        let mut waited = false;
        for _ in 0..limits::COMMIT_ATTEMPTS_MAX {
            let open = self.open_at(incoming.context).await?;
            if open.is_empty() {
                break;
            }
            // Boxed: most messages answer nothing, and what an answer may do is a large state.
            let Some(open) = Box::pin(self.open_when_written(open, incoming)).await? else { continue };
            let flight = match self.newest_for(&open, incoming).await? {
                Newest::Open(flight) => *flight,
                Newest::PutAgain => {
                    self.until_put_again(incoming.context, std::mem::replace(&mut waited, true)).await;
                    continue;
                }
                Newest::Nothing => break,
            };
            match Box::pin(self.reply_to(flight, &open, incoming)).await {
                Ok(true) => return Ok(Replied::Taken),
                Ok(false) => return Ok(Replied::Beside(open)),
                // Somebody else answered, or the time was over: look again.
                Err(StoreError::Conflict { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(Replied::Beside(Vec::new()))
    }

    /// The open questions of a conversation, newest first.
    pub(super) async fn open_at(&self, context: &RunContext) -> Result<Vec<Open>, StoreError> {
        let Some(room) = &context.room else { return Ok(Vec::new()) };
        let own = context.person.as_ref().map(|person| {
            conversation(if person.id.is_empty() { &person.email } else { &person.id }, &room.id)
        });
        let mut open = Vec::new();
        let places = own.into_iter().chain([room_place(&room.id)]).collect();
        for wait in self.store.waits(places).await? {
            let Listening { since_ms, turn, question } = decode(&wait.body)?;
            open.push(Open { run: wait.run, question, put: (since_ms, turn) });
        }
        open.sort_by(|one, other| other.put.cmp(&one.put));
        Ok(open)
    }

    /// The run whose question a message may answer.
    async fn newest_for(&self, open: &[Open], incoming: &Incoming<'_>) -> Result<Newest, StoreError> {
        let Some(person) = &incoming.context.person else { return Ok(Newest::Nothing) };
        let thread = incoming.message.parent_id.as_ref().map(SmolStr::new);
        for open in open {
            let Some(flight) = self.asking(open).await? else { continue };
            let Some(question) = flight.run.question.as_deref() else { continue };
            if !question.is_in(thread.as_ref()) || !self.may_answer(&flight, question, Some(person)).await {
                continue;
            }
            if flight.run.open_question().is_some() {
                return Ok(Newest::Open(Box::new(flight)));
            }
            if matches!(flight.run.waiting, Waiting::Asking(_)) {
                return Ok(Newest::PutAgain);
            }
        }
        Ok(Newest::Nothing)
    }

    pub(super) async fn may_answer(
        &self,
        flight: &Flight,
        question: &Question,
        person: Option<&PersonRef>,
    ) -> bool {
        let Some(person) = person else { return false };
        match question.audience {
            Audience::Person => question.person(&flight.run) == Some(person),
            Audience::Anyone => true,
            Audience::Group(group) => self.is_in_group(&flight.active, group, person).await,
        }
    }

    pub(super) async fn flight_of(&self, open: &Open) -> Result<Option<Flight>, StoreError> {
        Ok(self.asking(open).await?.filter(|it| it.run.open_question().is_some()))
    }

    /// The run of a question, which may be put again at the moment.
    pub(super) async fn asking(&self, open: &Open) -> Result<Option<Flight>, StoreError> {
        let Some(stored) = self.store.run(open.run.clone()).await? else { return Ok(None) };
        let flight = self.flight(stored).await?;
        Ok(flight.filter(|it| it.run.question.as_deref().is_some_and(|own| own.number == open.question)))
    }

    /// Whether the message is for the question of `flight`; then all is done.
    async fn reply_to(
        self: &Arc<Self>,
        flight: Flight,
        open: &[Open],
        incoming: &Incoming<'_>,
    ) -> Result<bool, StoreError> {
        let (Some(question), Some(person)) = (flight.run.open_question().cloned(), &incoming.context.person)
        else {
            return Ok(false);
        };
        let asker = flight.run.context.person.as_ref() == Some(person);
        let asked = question.audience == Audience::Person;
        if Words::of(incoming.text).is_just("cancel") && (asker || asked) {
            self.cancel(flight, open, incoming).await?;
            return Ok(true);
        }
        let answer = self.read_answer(&flight.active, &question, incoming).await;
        let beside = match (&answer, incoming.decision.takes) {
            (_, Takes::Help) => true,
            // Anything is a text, but a command is meant as one.
            (Ok(_), Takes::Command) => question.expects == Expects::Argument(ArgumentType::Text),
            (Ok(_), _) => false,
            (Err(_), Takes::Command | Takes::BadArguments | Takes::Handler) => true,
            (Err(_), Takes::Otherwise | Takes::Nothing) => false,
        };
        if beside {
            return Ok(false);
        }
        match answer {
            Ok(value) => {
                let whose = (incoming.context, incoming.mailbox, incoming.along);
                self.take_answer(flight, value, open, whose).await?;
            }
            Err(text) => self.refuse_answer(flight, text, open, incoming).await?,
        }
        Ok(true)
    }

    /// The answer goes to the run; it goes on. In the conversation of `context`, whose mailbox is given;
    /// `along` is committed with it.
    pub(super) async fn take_answer(
        self: &Arc<Self>,
        mut flight: Flight,
        value: Value,
        open: &[Open],
        (context, mailbox, along): (&RunContext, &SmolStr, &Commit),
    ) -> Result<(), StoreError> {
        let mut commit = along.clone();
        unpark(&flight.run, &mut commit);
        let person = context.person.clone().unwrap_or_default();
        // Only one who writes in the run's own conversation cannot write again before it has gone on.
        let alone = flight.mailbox == *mailbox
            && flight.run.open_question().is_some_and(|question| question.audience == Audience::Person);
        flight.run.answer(person, value);
        if !alone && let Some(turn) = flight.asks_on(self, along).await? {
            self.tell_reply(&flight, "it answers the question");
            match turn {
                Turn::Effect(going) => self.finish_asking(flight, going).await?,
                _ => self.send_after(&mut flight).await,
            }
            return self.put_older(context, open, false).await;
        }
        flight.commit_with(self, commit, Vec::new()).await?;
        self.tell_reply(&flight, "it answers the question");
        if flight.mailbox == *mailbox || is_own_mailbox(&flight.mailbox) {
            self.drive(flight).await;
            return self.put_older(context, open, false).await;
        }
        // The run's own conversation has an order of its own.
        let run = flight.run.id.0.clone();
        let answered = Answered { run, context: context.clone(), open: open.to_vec() };
        self.post(&flight.mailbox, BEGUN, Work::Answered(Box::new(answered)));
        Ok(())
    }

    /// Goes on with a run in its own conversation; where the answer came from, an older question is put
    /// again, unless the run has asked there once more.
    pub(super) async fn resume_answered(self: &Arc<Self>, answered: Answered) -> Result<(), StoreError> {
        let Answered { run, context, open } = answered;
        self.resume_run(run).await?;
        self.put_older(&context, &open, false).await
    }

    async fn refuse_answer(
        self: &Arc<Self>,
        mut flight: Flight,
        text: Text,
        open: &[Open],
        incoming: &Incoming<'_>,
    ) -> Result<(), StoreError> {
        self.tell_reply(&flight, "it is no answer to the question");
        if flight.run.count_refusal() {
            let commit = incoming.along.clone();
            self.end_question(flight, Text::own(failure::GAVE_UP), commit).await?;
            return self.put_older(incoming.context, open, false).await;
        }
        self.put(flight, Some(text), incoming.along.clone()).await
    }

    async fn cancel(
        self: &Arc<Self>,
        flight: Flight,
        open: &[Open],
        incoming: &Incoming<'_>,
    ) -> Result<(), StoreError> {
        self.tell_reply(&flight, "it cancels what was asked");
        self.end_question(flight, Text::own("Cancelled."), incoming.along.clone()).await?;
        self.put_older(incoming.context, open, false).await
    }

    /// Ends a run that waits for an answer, with these words.
    async fn end_question(&self, flight: Flight, text: Text, mut commit: Commit) -> Result<(), StoreError> {
        let Flight { active, run, version, mailbox, .. } = flight;
        unpark(&run, &mut commit);
        let Some(question) = run.question.as_deref() else { return Ok(()) };
        let effect =
            Effect::Say { to: question.to.clone(), text, thread: question.thread.clone(), with: None };
        let id = EffectId { run: run.id.clone(), sequence: run.effects };
        let leaving = vec![Leaving::of_engine(&run.context, id, &mailbox, effect)?];
        // A removal names no version; written first, it is removed only if it still waits.
        commit.runs.push(Change::Put(run_record(&run, &mailbox, version)?));
        commit.runs.push(Change::Remove(run.id.0.clone()));
        let goings = self.commit_leaving(commit, leaving).await?;
        self.observer.observe(&Happening::Ended { run: run.id.0.clone(), how: super::RunEnd::Done });
        for going in goings {
            self.send_last(&active, going).await?;
        }
        Ok(())
    }

    /// Puts the question of `flight` again, or says these words about it, and waits on.
    async fn put(
        self: &Arc<Self>,
        mut flight: Flight,
        text: Option<Text>,
        commit: Commit,
    ) -> Result<(), StoreError> {
        let Some((id, effect)) = flight.run.put_again(text) else { return Ok(()) };
        let leaving = vec![self.leaving_of(&flight.run, &flight.mailbox, id, effect)?];
        match flight.commit_with(self, commit, leaving).await?.pop() {
            Some(going) => self.finish_asking(flight, going).await,
            None => Ok(()),
        }
    }

    /// Says what a run asks; then the run waits for the answer.
    pub(super) async fn finish_asking(
        self: &Arc<Self>,
        mut flight: Flight,
        going: Going,
    ) -> Result<(), StoreError> {
        if self.ask(&mut flight, going).await? {
            self.send_after(&mut flight).await;
            return Ok(());
        }
        // It could not be said; boxed, since a run that goes on may ask again.
        Box::pin(self.drive(flight)).await;
        Ok(())
    }

    /// When a question is over, or something else was handled in between, the newest one that was open
    /// before is put again.
    pub(super) async fn put_older(
        self: &Arc<Self>,
        context: &RunContext,
        before: &[Open],
        in_between: bool,
    ) -> Result<(), StoreError> {
        if before.is_empty() {
            return Ok(());
        }
        // Boxed: where nothing was open, which is mostly so, nothing is left to do.
        Box::pin(self.put_older_than(context, before, in_between)).await
    }

    async fn put_older_than(
        self: &Arc<Self>,
        context: &RunContext,
        before: &[Open],
        in_between: bool,
    ) -> Result<(), StoreError> {
        let same = |a: &Open, b: &Open| a.run == b.run && a.question == b.question;
        let now = self.open_at(context).await?;
        let Some(newest) = now.first() else { return Ok(()) };
        let was_newest = before.first().is_some_and(|first| same(first, newest));
        if !before.iter().any(|open| same(open, newest)) || (was_newest && !in_between) {
            return Ok(());
        }
        let Some(flight) = self.flight_of(newest).await? else { return Ok(()) };
        let Some(question) = flight.run.open_question() else { return Ok(()) };
        // A whole room is not asked again because one of them wanted something else.
        if question.audience != Audience::Person {
            return Ok(());
        }
        match self.put(flight, None, Commit::default()).await {
            Err(StoreError::Conflict { .. }) => Ok(()),
            done => done,
        }
    }

    /// The questions that are open where `question` is, which is over now.
    pub(super) async fn open_beside(&self, run: &Run, question: &Question) -> Result<Vec<Open>, StoreError> {
        self.open_at(&where_asked(run, question)).await
    }

    /// After the time of `question` is over.
    pub(super) async fn put_after(
        self: &Arc<Self>,
        run: &Run,
        question: &Question,
        before: &[Open],
    ) -> Result<(), StoreError> {
        self.put_older(&where_asked(run, question), before, false).await
    }

    fn tell_reply(&self, flight: &Flight, why: &str) {
        let handler = flight.active.handler_name(flight.run.handler);
        let run = flight.run.id.0.clone();
        tracing::info!(%run, %handler, "a message is taken by a question: {why}");
        let text = SmolStr::default();
        self.observer.observe(&Happening::Routed { run, text, handler, why: vec![why.to_owned()] });
    }
}

/// Who is asked, and in which room.
fn where_asked(run: &Run, question: &Question) -> RunContext {
    let direct = matches!(question.to, Target::Person(_));
    let room = question.room.clone().map(|id| RoomRef { id, direct });
    let person = question.person(run).cloned();
    RunContext { person, room, ..RunContext::default() }
}
