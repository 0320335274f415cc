//! What the bot missed: while it was down or not connected, and now and then what was simply not delivered.
//! Webhooks and websockets repeat nothing for sure, so the rooms with newer activity are looked through, and
//! what was said to the bot comes in as if it had been delivered, in the order in which it was said. What
//! came in already is seen as a repetition.
//!
//! What is kept of it is a mark, until when everything came in, and with it the rooms that could not be looked through,
//! each with its own: a room that Webex cannot list holds no other one back.
//!
//! Presses of buttons cannot be listed at Webex: those of a time without a websocket are lost, and told of.

use super::codec::{decode, encode};
use super::core::Core;
use super::intake::{Delivered, NotTaken};
use super::own_rooms::{OwnRooms, is_new, own_rooms};
use super::store::{Commit, StateName, StateWrite, StoreError};
use crate::base::limits;
use crate::webex::queue::{Class, Urgency};
use crate::webex::wire::{Message, Room, RoomType, WireTime};
use crate::webex::{
    EventData, EventKind, IncomingEvent, MembershipFilter, MessageFilter, Resource, WebexError, id_key,
    same_id,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The clocks of Webex and of this machine may differ, and an event may be on its way for a while.
const OVERLAP_MS: i64 = 2 * 60_000;

/// How often it is looked whether something was not delivered, in milliseconds.
pub(super) const LOOK_EVERY_MS: i64 = 5 * 60_000;

/// How soon it is looked again where it is not known yet what was missed, in milliseconds.
pub(super) const LOOK_AGAIN_MS: i64 = 30_000;

/// What became of presses of buttons in the time that is looked at; of two times together the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// A room of which something may be missing, since it could not be looked through.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Late {
    /// From when on, in milliseconds since 1970.
    since_ms: i64,
    /// When it was tried last.
    tried_ms: i64,
}

/// Those rooms, by their ids.
type Lates = BTreeMap<String, Late>;

/// The time that is looked at, in milliseconds since 1970.
#[expect(clippy::struct_field_names, reason = "each name says its unit")]
#[derive(Clone, Copy)]
struct Span {
    /// Until then everything has come in.
    since_ms: i64,
    /// Nothing before it is looked at.
    oldest_ms: i64,
    now_ms: i64,
}

/// What came of a look.
#[derive(Default)]
struct Caught {
    new: usize,
    rooms_late: usize,
}

/// What came of a look through rooms.
struct Looked {
    new: usize,
    lates: Lates,
    own: OwnRooms,
    /// Why rooms are left that were not looked through.
    stopped: Option<WebexError>,
}

impl Core {
    /// Takes in what was missed since the bot last heard of Webex, as far back as the options allow.
    /// Answers how many events were new. `now_ms`: from when on events come by themselves.
    pub(super) async fn catch_up(self: &Arc<Self>, now_ms: i64, presses: Presses) -> Result<usize, Behind> {
        let caught = self.take_missed(now_ms, presses).await;
        self.looked_back.cancel();
        // In a room that could not be looked through there may be an answer.
        if caught.as_ref().is_ok_and(|caught| caught.rooms_late == 0) {
            self.hearing.caught_up(now_ms);
            self.timers_changed.notify_one();
        }
        caught.map(|caught| caught.new)
    }

    async fn take_missed(self: &Arc<Self>, now_ms: i64, presses: Presses) -> Result<Caught, Behind> {
        let Some(bound) = self.options.catch_up else { return Ok(Caught::default()) };
        let (mark_ms, _) = self.heard_until().await?;
        let behind = Urgency::new(Class::Housekeeping);
        let mut caught = Caught::default();
        match mark_ms {
            Some(mark_ms) => {
                let oldest_ms = now_ms.saturating_sub(i64::try_from(bound.as_millis()).unwrap_or(i64::MAX));
                let span = Span { since_ms: (mark_ms - OVERLAP_MS).max(oldest_ms), oldest_ms, now_ms };
                let looked = behind.scope(self.catch_up_since(span)).await?;
                caught = Caught { new: looked.new, rooms_late: looked.lates.len() };
                let until_ms = looked.stopped.is_none().then_some(now_ms);
                self.keep_heard(until_ms, Some(&looked)).await?;
                if let Some(error) = looked.stopped {
                    return Err(error.into());
                }
                self.tell_presses(presses, mark_ms, now_ms);
            }
            // A bot that never ran missed nothing; from now on it is known where it is.
            None => {
                let own = self.gateway.memberships(MembershipFilter::default(), limits::ROOMS_READ_MAX);
                let own = behind.scope(own).await.unwrap_or_default();
                let (own, _) = self.left_unheard(&OwnRooms::new(), &own).await;
                let looked = Looked { new: 0, lates: Lates::new(), own, stopped: None };
                self.keep_heard(Some(now_ms), Some(&looked)).await?;
            }
        }
        if caught.new > 0 {
            tracing::info!(events = caught.new, "caught up with what was missed");
        }
        Ok(caught)
    }

    /// How long until it is looked again for what was not delivered, in milliseconds.
    pub(super) fn looks_again_after_ms(&self) -> i64 {
        let waits = self.hearing.waits_until_ms(self.clock.now_ms()).is_some();
        if waits { LOOK_AGAIN_MS } else { LOOK_EVERY_MS }
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

    async fn catch_up_since(self: &Arc<Self>, span: Span) -> Result<Looked, Behind> {
        let mut missed = Vec::new();
        let own = self.gateway.memberships(MembershipFilter::default(), limits::ROOMS_READ_MAX).await?;
        let (before, _) = self.kept(own_rooms()).await?;
        let (own_now, left) = self.left_unheard(&before, &own).await;
        missed.extend(left);
        for membership in own.into_iter().filter(|it| is_new(&before, it, span.since_ms)) {
            missed.push(timed(event(Resource::Memberships, EventData::Membership(membership))));
        }
        let rooms = self.gateway.rooms(limits::ROOMS_READ_MAX).await?;
        let (mut lates, _) = self.kept::<Lates>(late_rooms()).await?;
        lates.retain(|id, _| rooms.iter().any(|room| id_key(&room.id) == *id));
        let stopped = self.look_through(&rooms, span, (&mut lates, &mut missed)).await;
        // A leave comes before a coming of the same time, since it was put first.
        missed.sort_by_key(|(at_ms, _)| *at_ms);
        let mut new = 0;
        for (_, event) in missed {
            if self.accept(event).await? == Delivered::Accepted {
                new += 1;
            }
        }
        Ok(Looked { new, lates, own: own_now, stopped })
    }

    /// Looks through the rooms with newer activity, and those that are late. One that cannot be looked through does not
    /// hold the others: it becomes late. Where none of several can be, Webex is out of order: what is left is looked
    /// through another time, which is answered. Those that are late come last then, so that no number of them is in the way.
    async fn look_through(
        &self,
        rooms: &[Room],
        span: Span,
        (lates, missed): (&mut Lates, &mut Vec<(i64, IncomingEvent)>),
    ) -> Option<WebexError> {
        let active = |room: &Room| room.last_activity.is_some_and(|it| it.as_millisecond() >= span.since_ms);
        let late = |room: &Room| lates.get(&id_key(&room.id)).copied();
        let mut todo: Vec<(&Room, Option<Late>)> = rooms.iter().map(|room| (room, late(room))).collect();
        todo.retain(|(room, late)| late.is_some() || active(room));
        todo.sort_by_key(|(_, late)| late.map(|late| late.tried_ms));
        let mut failed_in_a_row = 0;
        for (room, late) in todo {
            let since_ms = late.map_or(span.since_ms, |late| late.since_ms).max(span.oldest_ms);
            match self.said_in(room, since_ms).await {
                Ok(messages) => {
                    failed_in_a_row = 0;
                    lates.remove(&id_key(&room.id));
                    // They are listed newest first; of those of one instant the order says which came first.
                    let others = messages.into_iter().rev().filter(|it| !same_id(&it.person_id, &self.me.id));
                    missed.extend(others.map(|it| timed(event(Resource::Messages, EventData::Message(it)))));
                }
                Err(error) => {
                    failed_in_a_row += 1;
                    tracing::warn!(
                        code = "run/webex",
                        "a room could not be looked through, it will be again: {error}"
                    );
                    lates.insert(id_key(&room.id), Late { since_ms, tried_ms: span.now_ms });
                    if failed_in_a_row == limits::CATCH_UP_FAILURES_MAX {
                        // Nothing is lost of those that are late already.
                        return Some(error).filter(|_| late.is_none());
                    }
                }
            }
        }
        None
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

    /// Remembers that everything until `now_ms` came in, but for what is known to be late.
    pub(super) async fn mark_heard(&self, now_ms: i64) -> Result<(), StoreError> {
        if self.options.catch_up.is_none() {
            return Ok(());
        }
        self.keep_heard(Some(now_ms), None).await
    }

    /// Keeps until when everything came in, and what was seen, as far as they are given.
    async fn keep_heard(&self, until_ms: Option<i64>, looked: Option<&Looked>) -> Result<(), StoreError> {
        let mut states = Vec::new();
        if let Some(until_ms) = until_ms {
            let (_, version) = self.heard_until().await?;
            states.push(StateWrite { name: mark(), version, value: Some(encode(&until_ms)?) });
        }
        if let Some(looked) = looked {
            states.extend(self.change(late_rooms(), &looked.lates).await?);
            states.extend(self.change(own_rooms(), &looked.own).await?);
        }
        match self.store.commit(Commit { states, ..Commit::default() }).await {
            // Another replica was here in between; it heard as much.
            Err(StoreError::Conflict { .. }) | Ok(()) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// How what is kept under `name` becomes `value`; nothing where it is that already.
    async fn change<T>(&self, name: StateName, value: &T) -> Result<Option<StateWrite>, StoreError>
    where
        T: Serialize + DeserializeOwned + Default + PartialEq,
    {
        let (before, version) = self.kept::<T>(name.clone()).await?;
        let value = if before == *value { None } else { Some(encode(value)?) };
        Ok(value.map(|value| StateWrite { name, version, value: Some(value) }))
    }

    async fn heard_until(&self) -> Result<(Option<i64>, u64), StoreError> {
        self.kept(mark()).await
    }

    /// What is kept under a name of the engine's own, with its version.
    async fn kept<T: DeserializeOwned + Default>(&self, name: StateName) -> Result<(T, u64), StoreError> {
        match self.store.states(vec![name]).await?.into_iter().next().flatten() {
            Some(stored) => Ok((decode(&stored.value)?, stored.version)),
            None => Ok((T::default(), 0)),
        }
    }
}

fn mark() -> StateName {
    StateName { state: "heard until".into(), owner: SmolStr::default() }
}

fn late_rooms() -> StateName {
    StateName { state: "late rooms".into(), owner: SmolStr::default() }
}

fn event(resource: Resource, data: EventData) -> IncomingEvent {
    let (actor_id, created) = match &data {
        EventData::Message(message) => (message.person_id.clone(), message.created),
        // Who added the bot is not told; nobody is greeted by name then.
        _ => (String::new(), None),
    };
    IncomingEvent { resource, event: EventKind::Created, id: None, created, actor_id, data }
}

/// With when it happened, in milliseconds since 1970.
fn timed(event: IncomingEvent) -> (i64, IncomingEvent) {
    let at = match &event.data {
        EventData::Message(message) => message.created,
        EventData::Membership(membership) => membership.created,
        EventData::Room(_) | EventData::Action(_) | EventData::Other(_) => None,
    };
    (at.map_or(0, WireTime::as_millisecond), event)
}
