//! Takes events in: drops what starts nothing, stores the rest, puts it into its mailbox.

use super::core::{Core, Work};
use super::inbound::{Inbound, MemberChange};
use super::observer::Happening;
use super::store::{Change, Commit, EventRecord, Seen, StoreError};
use super::vitals::{Arrival, Taken, resource_name};
use crate::base::limits;
use crate::value::PersonRef;
use crate::webex::wire::{Membership, Message, is_bot_address};
use crate::webex::{EventData, EventKind, IncomingEvent, same_id};
use smol_str::{SmolStr, format_smolstr};
use std::sync::Arc;

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// It is stored and will be handled.
    Accepted,
    /// It came before.
    Duplicate,
    /// The bot did it itself, so it starts nothing: what.
    Own(&'static str),
    /// It starts nothing: why.
    Ignored(SmolStr),
}

/// Why an event was not taken; whoever brought it may bring it again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// The engine shuts down.
    #[error("the bot shuts down")]
    Closing,
    /// Too much waits in the conversation.
    #[error("too many events wait in this conversation")]
    Full,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Core {
    /// Takes an event in. When this is done, the event is stored.
    pub(super) async fn accept(self: &Arc<Self>, event: IncomingEvent) -> Result<Delivered, NotTaken> {
        let arrival = Arrival::now(resource_name(&event.resource));
        let resource = arrival.resource();
        let taken = self.take_in(event, arrival).await;
        let told = match &taken {
            Ok(Delivered::Accepted) => Taken::New,
            Ok(Delivered::Duplicate) => Taken::Duplicate,
            Ok(Delivered::Own(_)) => Taken::Own,
            Ok(Delivered::Ignored(_)) => Taken::Ignored,
            Err(_) => Taken::Refused,
        };
        self.vitals.meter.event(resource, told);
        taken
    }

    async fn take_in(
        self: &Arc<Self>,
        event: IncomingEvent,
        arrival: Arrival,
    ) -> Result<Delivered, NotTaken> {
        if self.closing.is_cancelled() {
            return Err(NotTaken::Closing);
        }
        let _busy = self.activity.begin();
        let what = format_smolstr!("{}/{}", event.resource.as_str(), event.event.as_str());
        let key = format_smolstr!("webex {}", event.dedupe_key());
        let delivered = match self.classify(event) {
            Ok(inbound) => {
                self.observer.observe(&Happening::Received {
                    what: what.clone(),
                    person: person_of(&inbound),
                    room: Some(inbound.room()),
                });
                self.store_event(key, &inbound, arrival).await?
            }
            Err(delivered) => delivered,
        };
        let why = match &delivered {
            Delivered::Accepted => return Ok(delivered),
            Delivered::Duplicate => SmolStr::new_static("it came before"),
            Delivered::Own(why) => SmolStr::new_static(why),
            Delivered::Ignored(why) => why.clone(),
        };
        tracing::debug!(%what, %why, "an event starts nothing");
        self.observer.observe(&Happening::Dropped { what, why });
        Ok(delivered)
    }

    /// The event as it is stored, or what becomes of one that starts nothing.
    fn classify(&self, event: IncomingEvent) -> Result<Inbound, Delivered> {
        let nothing = |why: &'static str| Err(Delivered::Ignored(SmolStr::new_static(why)));
        let actor = SmolStr::new(event.actor());
        match (event.data, event.event) {
            (EventData::Message(message), EventKind::Created) => self.of_message(message),
            (EventData::Message(message), EventKind::Updated) if self.options.hear_edits => {
                self.of_message(message)
            }
            (EventData::Message(_), EventKind::Updated) => nothing("an edit starts nothing"),
            (EventData::Membership(membership), EventKind::Created) => {
                self.of_membership(membership, actor, true)
            }
            (EventData::Membership(membership), EventKind::Deleted) => {
                self.of_membership(membership, actor, false)
            }
            (EventData::Action(action), EventKind::Created) => {
                if same_id(&action.person_id, &self.me.id) {
                    return Err(Delivered::Own("it is the bot's own press"));
                }
                Ok(Inbound::Action { action: Box::new(action) })
            }
            _ => nothing("nothing listens to events of this kind"),
        }
    }

    fn of_message(&self, message: Message) -> Result<Inbound, Delivered> {
        if same_id(&message.person_id, &self.me.id) {
            self.said.heard(&message);
            return Err(Delivered::Own("it is the bot's own message"));
        }
        if !self.options.hear_bots && is_bot_address(&message.person_email) {
            return Err(Delivered::Ignored("it is the message of another bot".into()));
        }
        Ok(Inbound::Message { message: Box::new(message) })
    }

    fn of_membership(
        &self,
        membership: Membership,
        actor: SmolStr,
        joined: bool,
    ) -> Result<Inbound, Delivered> {
        let bot = same_id(&membership.person_id, &self.me.id);
        let (change, handler) = match (bot, joined) {
            (true, true) => (MemberChange::BotJoined, "on join"),
            (true, false) => (MemberChange::BotLeft, "on leave"),
            (false, true) => (MemberChange::Joined, "on member joined"),
            (false, false) => (MemberChange::Left, "on member left"),
        };
        let active = self.active.load();
        let heard = |change| active.of_members(change).next().is_some();
        // Each of the bot's own coming and leaving says what the other is.
        let own = bot && (heard(MemberChange::BotJoined) || heard(MemberChange::BotLeft));
        if !own && !heard(change) {
            return Err(Delivered::Ignored(format_smolstr!("the bot has no `{handler}`")));
        }
        Ok(Inbound::Member { change, membership: Box::new(membership), actor })
    }

    async fn store_event(
        self: &Arc<Self>,
        key: SmolStr,
        inbound: &Inbound,
        arrival: Arrival,
    ) -> Result<Delivered, NotTaken> {
        let now_ms = self.clock.now_ms();
        let mailbox = inbound.mailbox();
        if self.mailboxes.len(&mailbox) + self.unread.len(&mailbox) >= limits::CONVERSATION_EVENTS_MAX {
            tracing::warn!(code = "run/full", "a conversation has too many events waiting, one is refused");
            return Err(NotTaken::Full);
        }
        let event = EventRecord {
            id: self.chance.id(),
            mailbox: mailbox.clone(),
            sent_ms: inbound.sent_ms().unwrap_or(now_ms),
            body: super::codec::encode(inbound)?,
        };
        let commit = Commit {
            seen: Some(Seen { key, at_ms: now_ms }),
            events: vec![Change::Put(event.clone())],
            ..Commit::default()
        };
        match self.door.commit(commit).await {
            Ok(()) => {}
            Err(StoreError::Duplicate) => return Ok(Delivered::Duplicate),
            Err(other) => return Err(other.into()),
        }
        self.post(&mailbox, event.sent_ms, Work::Event(event, Some(arrival)));
        Ok(Delivered::Accepted)
    }
}

fn person_of(inbound: &Inbound) -> Option<PersonRef> {
    match inbound {
        Inbound::Message { message } => Some(PersonRef::new(&message.person_id, &message.person_email)),
        Inbound::Action { action } => Some(PersonRef::new(&action.person_id, "")),
        Inbound::Member { actor, .. } if actor.is_empty() => None,
        Inbound::Member { actor, .. } => Some(PersonRef::new(actor.clone(), "")),
    }
}
