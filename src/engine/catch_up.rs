//! What the bot missed: while it was down or not connected, and now and then what was simply not delivered.
//! Webhooks and websockets repeat nothing for sure, so the rooms with newer activity are looked through, and
//! what was said to the bot comes in as if it had been delivered, in the order in which it was said. What
//! came in already is seen as a repetition.
//!
//! Presses of buttons cannot be listed at Webex: those of a time without a websocket are lost, and told of.

use super::codec::{decode, encode};
use super::core::Core;
use super::intake::{Delivered, NotTaken};
use super::store::{Commit, StateName, StateWrite, StoreError};
use crate::base::limits;
use crate::webex::queue::{Class, Urgency};
use crate::webex::wire::{Message, Room, RoomType, WireTime};
use crate::webex::{
    EventData, EventKind, IncomingEvent, MembershipFilter, MessageFilter, Resource, WebexError, same_id,
};
use smol_str::SmolStr;
use std::sync::Arc;

/// The clocks of Webex and of this machine may differ, and an event may be on its way for a while.
const OVERLAP_MS: i64 = 2 * 60_000;

/// How often it is looked whether something was not delivered, in milliseconds.
pub(super) const LOOK_EVERY_MS: i64 = 5 * 60_000;

/// What became of presses of buttons in the time that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presses {
    /// They came in: a websocket was open all the time.
    Heard,
    /// Webex delivers them again, for a while.
    Repeated,
    /// They went to a websocket that was not there.
    Lost,
}

/// Why not everything could be made up for; it is tried again at the next chance.
#[derive(Debug, thiserror::Error)]
pub(super) enum Behind {
    /// Webex does not tell.
    #[error(transparent)]
    Webex(#[from] WebexError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An event was not taken.
    #[error(transparent)]
    NotTaken(#[from] NotTaken),
}

impl Core {
    /// Takes in what was missed since the bot last heard of Webex, as far back as the options allow.
    /// Answers how many events were new. `now_ms`: from when on events come by themselves.
    pub(super) async fn catch_up(self: &Arc<Self>, now_ms: i64, presses: Presses) -> Result<usize, Behind> {
        let Some(bound) = self.options.catch_up else {
            self.caught_up.cancel();
            return Ok(0);
        };
        let (mark_ms, _) = self.heard_until().await?;
        let new = match mark_ms {
            Some(mark_ms) => {
                let behind = Urgency::new(Class::Housekeeping);
                let bound_ms = i64::try_from(bound.as_millis()).unwrap_or(i64::MAX);
                self.tell_presses(presses, mark_ms, now_ms);
                let since_ms = (mark_ms - OVERLAP_MS).max(now_ms.saturating_sub(bound_ms));
                behind.scope(self.catch_up_since(since_ms)).await?
            }
            // A bot that never ran missed nothing.
            None => 0,
        };
        self.mark_heard(now_ms).await?;
        self.caught_up.cancel();
        if new > 0 {
            tracing::info!(events = new, "caught up with what was missed");
        }
        Ok(new)
    }

    /// Presses that came to nobody are not passed over in silence.
    fn tell_presses(&self, presses: Presses, since_ms: i64, now_ms: i64) {
        if presses == Presses::Lost && self.active.load().takes_presses() {
            let time =
                |ms| jiff::Timestamp::from_millisecond(ms).map(|it| it.to_string()).unwrap_or_default();
            tracing::warn!(
                code = "run/presses",
                since = time(since_ms),
                until = time(now_ms),
                "a button that was pressed in this time may have come to nothing: Webex lists no presses; whoever pressed \
                 one presses it again"
            );
        }
    }

    async fn catch_up_since(self: &Arc<Self>, since_ms: i64) -> Result<usize, Behind> {
        let since = |time: Option<WireTime>| time.is_some_and(|time| time.as_millisecond() >= since_ms);
        let mut missed = Vec::new();
        let own = self.gateway.memberships(MembershipFilter::default(), limits::ROOMS_READ_MAX).await?;
        for membership in own.into_iter().filter(|it| since(it.created)) {
            missed.push(event(Resource::Memberships, EventData::Membership(membership)));
        }
        let rooms = self.gateway.rooms(limits::ROOMS_READ_MAX).await?;
        for room in rooms.iter().filter(|room| since(room.last_activity)) {
            // They are listed newest first; of those of one instant the order says which came first.
            for message in self.said_in(room, since_ms).await?.into_iter().rev() {
                if !same_id(&message.person_id, &self.me.id) {
                    missed.push(event(Resource::Messages, EventData::Message(message)));
                }
            }
        }
        missed.sort_by_key(at_ms);
        let mut new = 0;
        for event in missed {
            if self.accept(event).await? == Delivered::Accepted {
                new += 1;
            }
        }
        Ok(new)
    }

    /// Of a group a bot may list only what mentions it. A room that is gone by now has nothing.
    async fn said_in(&self, room: &Room, since_ms: i64) -> Result<Vec<Message>, WebexError> {
        let filter = MessageFilter {
            room_id: room.id.clone(),
            mentioning_me: room.room_type == RoomType::Group,
            since: WireTime::from_millisecond(since_ms),
            ..MessageFilter::default()
        };
        match self.gateway.messages(&filter, limits::CATCH_UP_MESSAGES_MAX).await {
            Ok(messages) => {
                if messages.len() >= limits::CATCH_UP_MESSAGES_MAX {
                    tracing::warn!(
                        code = "run/webex",
                        "a room has more than {} new messages, older ones are not looked at",
                        limits::CATCH_UP_MESSAGES_MAX
                    );
                }
                Ok(messages)
            }
            Err(error) if error.is_of_its_object() => {
                tracing::warn!(code = "run/webex", "a room could not be looked through: {error}");
                Ok(Vec::new())
            }
            Err(error) => Err(error),
        }
    }

    /// Remembers that everything until `now_ms` came in.
    pub(super) async fn mark_heard(&self, now_ms: i64) -> Result<(), StoreError> {
        if self.options.catch_up.is_none() {
            return Ok(());
        }
        let (_, version) = self.heard_until().await?;
        let write = StateWrite { name: mark(), version, value: Some(encode(&now_ms)?) };
        match self.store.commit(Commit { states: vec![write], ..Commit::default() }).await {
            // Another replica was here in between; it heard as much.
            Err(StoreError::Conflict { .. }) | Ok(()) => Ok(()),
            Err(other) => Err(other),
        }
    }

    async fn heard_until(&self) -> Result<(Option<i64>, u64), StoreError> {
        match self.store.states(vec![mark()]).await?.into_iter().next().flatten() {
            Some(stored) => Ok((Some(decode(&stored.value)?), stored.version)),
            None => Ok((None, 0)),
        }
    }
}

fn mark() -> StateName {
    StateName { state: "heard until".into(), owner: SmolStr::default() }
}

fn event(resource: Resource, data: EventData) -> IncomingEvent {
    let (actor_id, created) = match &data {
        EventData::Message(message) => (message.person_id.clone(), message.created),
        // Who added the bot is not told; nobody is greeted by name then.
        _ => (String::new(), None),
    };
    IncomingEvent { resource, event: EventKind::Created, id: None, created, actor_id, data }
}

fn at_ms(event: &IncomingEvent) -> i64 {
    let at = match &event.data {
        EventData::Message(message) => message.created,
        EventData::Membership(membership) => membership.created,
        EventData::Room(_) | EventData::Action(_) | EventData::Other(_) => None,
    };
    at.map_or(0, WireTime::as_millisecond)
}
