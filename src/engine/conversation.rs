//! What an event does in its conversation: the message is read, a handler is chosen, a run begins.

use super::access::{Admitted, is_other_use};
use super::active::Active;
use super::codec::{decode, run_record};
use super::core::Core;
use super::dispatch::message_ref;
use super::going::Leaving;
use super::inbound::{Inbound, MemberChange};
use super::observer::Happening;
use super::questions::{Incoming, Replied};
use super::reads::content_record;
use super::route::{Around, Decision, Start, Started, Takes};
use super::store::{Change, Commit, EventRecord, StoreError};
use crate::base::limits;
use crate::ir::Moment;
use crate::pattern::{Mention, MessageText};
use crate::value::{Effect, PersonRef, Read, RoomRef, Target, Text, Value};
use crate::vm::{EffectId, Run, RunContext, RunId};
use crate::webex::wire::{Membership, Message, RoomType};
use crate::webex::{Heard, Label, WebexError, text_for};
use smol_str::SmolStr;
use std::sync::Arc;

/// A change of who is in a room.
pub(super) struct Member {
    pub(super) change: MemberChange,
    pub(super) membership: Membership,
    pub(super) actor: SmolStr,
}

impl Core {
    /// Handles an event until all that it started is over.
    pub(super) async fn handle_event(self: &Arc<Self>, record: EventRecord) -> Result<(), StoreError> {
        let along = Commit { events: vec![Change::Remove(record.id.clone())], ..Commit::default() };
        let inbound: Inbound = match decode(&record.body) {
            Ok(inbound) => inbound,
            Err(error) => {
                tracing::error!(code = "run/store", "a stored event is dropped: {error}");
                return self.store.commit(along).await;
            }
        };
        let room = inbound.room();
        match inbound {
            Inbound::Message { message } => {
                Box::pin(self.handle_message(*message, room, &record, along)).await
            }
            Inbound::Action { action } => Box::pin(self.handle_action(*action, &record, along)).await,
            Inbound::Member { change, membership, actor } => {
                let member = Member { change, membership: *membership, actor };
                Box::pin(self.handle_member(member, &record.mailbox, along)).await
            }
        }
    }

    async fn handle_message(
        self: &Arc<Self>,
        message: Message,
        room: RoomRef,
        record: &EventRecord,
        along: Commit,
    ) -> Result<(), StoreError> {
        let mailbox = &record.mailbox;
        let message = match self.with_content(message).await {
            Ok(message) => message,
            Err(error) if error.is_of_its_object() => {
                tracing::warn!(code = "run/webex", "a message is gone before it could be read: {error}");
                let why = error.to_string().into();
                self.observer.observe(&Happening::Dropped { what: "messages/created".into(), why });
                return self.store.commit(along).await;
            }
            Err(error) => {
                self.keep_for_later(record, "messages/created", &error);
                return Ok(());
            }
        };
        self.said.know(&message.room_id, message.created);
        let room = RoomRef { direct: room.direct || is_direct(&message), ..room };
        let active = self.active.load_full();
        let text = self.heard(&message).await;
        self.know_address(&message.person_id, &message.person_email).await?;
        let person = PersonRef::new(&message.person_id, &message.person_email);
        let context = RunContext {
            person: Some(person),
            room: Some(room),
            message: Some(message_ref(&message)),
            bot: self.me.clone(),
            ..RunContext::default()
        };
        if let Some(own) = &context.message {
            let content = content_record(&message, &text.text);
            self.reads.put(&Read::Message(own.clone()), self.clock.now_ms(), content);
        }
        if let (Some(person), Some(room)) = (&context.person, &context.room) {
            if !self.lets_in(&active, person).await {
                tracing::debug!("a message of somebody whom `allow` does not let in is dropped");
                let why = "`allow` does not let this person in".into();
                self.observer.observe(&Happening::Dropped { what: "messages/created".into(), why });
                return self.store.commit(along).await;
            }
            if room.direct && active.of_members(MemberChange::BotJoined).next().is_some() {
                Box::pin(self.join_first(&active, &message, mailbox)).await?;
            }
            self.let_ask(person, room).await;
        }
        let decision = self.decide(&active, &text, &context).await;
        let incoming = Incoming {
            message: &message,
            text: &text,
            context: &context,
            mailbox,
            along: &along,
            decision: &decision,
        };
        let open = match self.reply(&incoming).await? {
            Replied::Taken => return Ok(()),
            Replied::Beside(open) => open,
        };
        self.begin(&active, decision, (&text, &context), (mailbox, along)).await?;
        self.put_older(&context, &open, true).await
    }

    /// What was decided about a message begins: a run where there is no limit to it, else words of the engine.
    async fn begin(
        self: &Arc<Self>,
        active: &Arc<Active>,
        mut decision: Decision,
        (text, context): (&MessageText, &RunContext),
        (mailbox, along): (&SmolStr, Commit),
    ) -> Result<(), StoreError> {
        if let (Takes::BadArguments, Some(handler)) = (decision.takes, decision.handler)
            && let Some(text) = self.turned_away(active, handler, context).await
        {
            refuse(active, &mut decision, text);
        }
        let id = self.chance.id();
        let flight = match &decision.started {
            Started::Run(start) => {
                let run = self.new_run(active, id.clone(), context.clone(), start.clone());
                match self.admitted(Self::new_flight(active, run, mailbox, along.clone())).await? {
                    Ok(flight) => Some(flight),
                    Err(text) => {
                        refuse(active, &mut decision, text);
                        None
                    }
                }
            }
            Started::Answer { .. } => None,
        };
        self.tell_decision(active, &id, text, &decision);
        match (flight, decision.started) {
            (Some(flight), _) => {
                self.drive(flight).await;
            }
            (None, Started::Answer { text, .. }) => {
                let helps = decision.takes == Takes::Help;
                match self.run_before(active, &id, context, &text).filter(|_| !helps) {
                    Some(run) => {
                        self.drive(Self::new_flight(active, run, mailbox, along)).await;
                    }
                    None => self.answer(active, id, context, (text, mailbox, along)).await?,
                }
            }
            (None, Started::Run(_)) => self.store.commit(along).await?,
        }
        Ok(())
    }

    /// The message with what was written. A message that is gone is dropped with a log line: whoever wrote it
    /// sees no answer and writes again.
    async fn with_content(&self, message: Message) -> Result<Message, WebexError> {
        if message.text.is_some() || message.html.is_some() {
            return Ok(message);
        }
        self.gateway.message_after_event(&message.id).await
    }

    /// What a message says, without the mention of the bot; others that it mentions are looked up.
    async fn heard(&self, message: &Message) -> MessageText {
        let Heard { text, mentions: labels } = text_for(message, &self.profile);
        let mut mentions = Vec::with_capacity(labels.len());
        for Label { start, end, person } in labels.into_iter().take(limits::MENTIONS_MAX) {
            mentions.push(Mention { start, end, person: self.with_email(SmolStr::new(person)).await });
        }
        MessageText { text, mentions }
    }

    /// What a message says, without the mention of the bot.
    pub(super) fn text_of(&self, message: &Message) -> String {
        text_for(message, &self.profile).text
    }

    /// Who is in a room has changed.
    async fn handle_member(
        self: &Arc<Self>,
        member: Member,
        mailbox: &SmolStr,
        along: Commit,
    ) -> Result<(), StoreError> {
        let active = self.active.load_full();
        let Member { change, membership, actor } = member;
        match change {
            MemberChange::BotJoined => self.handle_join(&active, membership, actor, (mailbox, along)).await,
            MemberChange::BotLeft => self.handle_leave(&active, membership, actor, (mailbox, along)).await,
            MemberChange::Joined | MemberChange::Left => {
                let member = Member { change, membership, actor };
                self.start_member(&active, member, mailbox, along).await
            }
        }
    }

    /// Runs what handles a change of members. For the bot's own coming and going the person is who did it;
    /// that event has no address, which is looked up, since state is kept by it.
    pub(super) async fn start_member(
        self: &Arc<Self>,
        active: &Arc<Active>,
        member: Member,
        mailbox: &SmolStr,
        along: Commit,
    ) -> Result<(), StoreError> {
        let Member { change, membership, actor } = member;
        if active.of_members(change).next().is_none() {
            // That it happened is noted all the same.
            return self.store.commit(along).await;
        }
        let room = RoomRef {
            id: SmolStr::new(&membership.room_id),
            direct: membership.room_type == Some(RoomType::Direct),
        };
        let own = matches!(change, MemberChange::BotJoined | MemberChange::BotLeft);
        let person = match (own, actor.is_empty()) {
            (false, _) => Some(PersonRef::new(&membership.person_id, &membership.person_email)),
            (true, true) => None,
            (true, false) => Some(self.with_email(actor).await),
        };
        // A room that the bot was taken out of may be tidied up after, whoever did it.
        if change != MemberChange::BotLeft && !self.lets_someone_in(active, person.as_ref()).await {
            let why = "`allow` does not let this person in".into();
            self.observer.observe(&Happening::Dropped { what: "memberships".into(), why });
            return self.store.commit(along).await;
        }
        let context = RunContext { person, room: Some(room), bot: self.me.clone(), ..RunContext::default() };
        // All of them begin with the end of the event, or none.
        let runs = self.begin_all(active, change, &context, (mailbox, along)).await?;
        for (id, handler) in &runs {
            self.observer.observe(&Happening::Routed {
                run: id.clone(),
                text: SmolStr::default(),
                handler: active.handler_name(*handler),
                why: vec!["the members of a room have changed".to_owned()],
            });
        }
        for (run, _) in runs {
            self.resume_run(run).await?;
        }
        Ok(())
    }

    /// Stores a run of each handler of a change of members that may run, with their counts. Gives them.
    async fn begin_all(
        &self,
        active: &Active,
        change: MemberChange,
        context: &RunContext,
        (mailbox, along): (&SmolStr, Commit),
    ) -> Result<Vec<(SmolStr, u32)>, StoreError> {
        loop {
            let (mut commit, mut runs, mut uses) = (along.clone(), Vec::new(), Vec::new());
            for (handler, function) in active.of_members(change).collect::<Vec<_>>() {
                let Admitted::Yes(states) = self.admit(active, handler, context).await? else { continue };
                uses.extend(states);
                let start = Start { handler, function, args: Vec::new(), around: Around::Nothing };
                let run = self.new_run(active, self.chance.id(), context.clone(), start);
                commit.runs.push(Change::Put(run_record(&run, mailbox, 0)?));
                runs.push((run.id.0, handler));
            }
            commit.states.extend(uses.iter().cloned());
            match self.store.commit(commit).await {
                Ok(()) => return Ok(runs),
                Err(error) if is_other_use(&error, &uses) => {}
                Err(error) => return Err(error),
            }
        }
    }

    pub(super) async fn with_email(&self, id: SmolStr) -> PersonRef {
        let person = PersonRef { id, email: SmolStr::default() };
        let read = Read::Person(person.clone());
        let known = self.reads.get(&read, self.clock.now_ms());
        let profile = match known {
            Some(profile) => Some(profile),
            None => self.read(&read).await.ok(),
        };
        let email = match &profile {
            Some(Value::Record(fields)) => fields.get("email").and_then(Value::as_str),
            _ => None,
        };
        PersonRef::new(person.id, email.unwrap_or(""))
    }

    /// A run at its beginning: what comes before, the handler, what comes after, in this order.
    pub(super) fn new_run(&self, active: &Active, id: SmolStr, context: RunContext, start: Start) -> Run {
        let mut run = Run::new(RunId(id), active.id(), start.handler, context);
        run.random = self.chance.seed();
        // The call stack is worked off from its end.
        for (_, function) in active.middleware(Moment::After, start.around).into_iter().rev() {
            active.enter(&mut run, function, Vec::new());
        }
        active.enter(&mut run, start.function, start.args);
        for (_, function) in active.middleware(Moment::Before, start.around).into_iter().rev() {
            active.enter(&mut run, function, Vec::new());
        }
        run
    }

    /// A run of what comes before each message, which ends with words of the engine's own; nothing if the
    /// program has no such handler.
    fn run_before(&self, active: &Active, id: &SmolStr, context: &RunContext, text: &Text) -> Option<Run> {
        let before = active.middleware(Moment::Before, Around::Message);
        let (handler, _) = before.first()?;
        let mut run = Run::new(RunId(id.clone()), active.id(), *handler, context.clone());
        run.random = self.chance.seed();
        run.last_words = Some(text.clone());
        for (_, function) in before.into_iter().rev() {
            active.enter(&mut run, function, Vec::new());
        }
        Some(run)
    }

    /// Says something of the engine's own: help, what was wrong with a command.
    pub(super) async fn answer(
        &self,
        active: &Active,
        run: SmolStr,
        context: &RunContext,
        (text, mailbox, along): (Text, &SmolStr, Commit),
    ) -> Result<(), StoreError> {
        let Some(room) = context.room.clone() else { return self.store.commit(along).await };
        let thread = context.message.as_ref().and_then(|message| message.thread.clone());
        let effect = Effect::Say { to: Target::Room(room), text, thread, with: None };
        let id = EffectId { run: RunId(run), sequence: 0 };
        let leaving = vec![Leaving::of_engine(context, id, mailbox, effect)?];
        for going in self.commit_leaving(along, leaving).await? {
            self.send_last(active, going).await?;
        }
        Ok(())
    }

    fn tell_decision(&self, active: &Active, run: &SmolStr, text: &MessageText, decision: &Decision) {
        let handler = match &decision.started {
            Started::Run(start) => active.handler_name(start.handler),
            Started::Answer { kind, .. } => SmolStr::new_static(kind),
        };
        // The whole way to it may quote what was written: it is for who looks on, not for the log.
        tracing::info!(%run, %handler, "a message is handled");
        let (text, why) = (SmolStr::new(&text.text), decision.why.clone());
        self.observer.observe(&Happening::Routed { run: run.clone(), text, handler, why });
    }
}

/// A guard that refuses ends the decision.
fn refuse(active: &Active, decision: &mut Decision, text: Text) {
    if let Some(handler) = decision.handler {
        decision.why.push(format!("`{}` refuses", active.handler_name(handler)));
    }
    decision.started = Started::Answer { kind: "refused", text };
}

fn is_direct(message: &Message) -> bool {
    message.room_type == Some(RoomType::Direct)
}
