//! What the bot missed: while it was down or not connected, and now and then what was simply not delivered.
//! Webhooks and websockets repeat nothing for sure, so the rooms with newer activity are looked through, and
//! what was said to the bot comes in as if it had been delivered, in the order in which it was said. What
//! came in already is seen as a repetition.
//!
//! A look does not hold what comes in meanwhile, but in the conversations of rooms that are still to be looked through
//! (`looking.rs`).
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
use crate::webex::wire::WireTime;
use crate::webex::{EventData, EventKind, IncomingEvent, MembershipFilter, Resource, WebexError, id_key};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The clocks of Webex and of this machine may differ, and an event may be on its way for a while.
pub(super) const OVERLAP_MS: i64 = 2 * 60_000;

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
pub(super) struct Late {
    /// From when on, in milliseconds since 1970.
    pub(super) since_ms: i64,
    /// When it was tried last.
    pub(super) tried_ms: i64,
}

/// Those rooms, by their ids.
pub(super) type Lates = BTreeMap<String, Late>;

/// The time that is looked at, in milliseconds since 1970.
#[expect(clippy::struct_field_names, reason = "each name says its unit")]
#[derive(Clone, Copy)]
pub(super) struct Span {
    /// Until then everything has come in.
    pub(super) since_ms: i64,
    /// Nothing before it is looked at.
    pub(super) oldest_ms: i64,
    pub(super) now_ms: i64,
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
        let turn = self.looking.turn();
        let caught = self.take_missed((now_ms, turn), presses).await;
        self.looking.ends(turn);
        // In a room that could not be looked through there may be an answer.
        if caught.as_ref().is_ok_and(|caught| caught.rooms_late == 0) {
            self.hearing.caught_up(now_ms);
            self.timers_changed.notify_one();
        }
        caught.map(|caught| caught.new)
    }

    async fn take_missed(
        self: &Arc<Self>,
        (now_ms, turn): (i64, u64),
        presses: Presses,
    ) -> Result<Caught, Behind> {
        let Some(bound) = self.options.catch_up else {
            // What is not looked for now never is: what comes after it is answered.
            self.keep_heard(Some(now_ms), (Some(&Lates::new()), None)).await?;
            return Ok(Caught::default());
        };
        let (mark_ms, _) = self.heard_until().await?;
        let behind = Urgency::new(Class::Housekeeping);
        let mut caught = Caught::default();
        match mark_ms {
            Some(mark_ms) => {
                let oldest_ms = now_ms.saturating_sub(i64::try_from(bound.as_millis()).unwrap_or(i64::MAX));
                let span = Span { since_ms: (mark_ms - OVERLAP_MS).max(oldest_ms), oldest_ms, now_ms };
                let looked = behind.scope(self.catch_up_since(span, turn)).await?;
                caught = Caught { new: looked.new, rooms_late: looked.lates.len() };
                let until_ms = looked.stopped.is_none().then_some(now_ms);
                self.keep_heard(until_ms, (Some(&looked.lates), Some(&looked.own))).await?;
                if let Some(error) = looked.stopped {
                    return Err(error.into());
                }
                // After a start that passed over what was missed the mark may be ahead.
                self.tell_presses(presses, mark_ms.min(now_ms), now_ms);
            }
            // A bot that never ran missed nothing; from now on it is known where it is.
            None => {
                let own = self.gateway.memberships(MembershipFilter::default(), limits::ROOMS_READ_MAX);
                let own = behind.scope(own).await.unwrap_or_default();
                let (own, _) = self.left_unheard(&OwnRooms::new(), &own).await;
                self.keep_heard(Some(now_ms), (Some(&Lates::new()), Some(&own))).await?;
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

    async fn catch_up_since(self: &Arc<Self>, span: Span, turn: u64) -> Result<Looked, Behind> {
        let own = self.gateway.memberships(MembershipFilter::default(), limits::ROOMS_READ_MAX).await?;
        let (before, _) = self.kept(own_rooms()).await?;
        let (own_now, mut moves) = self.left_unheard(&before, &own).await;
        for membership in own.into_iter().filter(|it| is_new(&before, it, span.since_ms)) {
            let at_ms = membership.created.map_or(0, WireTime::as_millisecond);
            moves.push((at_ms, event(Resource::Memberships, EventData::Membership(membership))));
        }
        let rooms = self.gateway.rooms(limits::ROOMS_READ_MAX).await?;
        // A leave comes before a coming of the same time, since it was put first.
        moves.sort_by_key(|(at_ms, _)| *at_ms);
        let mut new = 0;
        for (_, event) in moves {
            new += usize::from(self.accept(event).await? == Delivered::Accepted);
        }
        let (mut lates, _) = self.kept::<Lates>(late_rooms()).await?;
        lates.retain(|id, _| rooms.iter().any(|room| id_key(&room.id) == *id));
        let through = Box::pin(self.look_through(&rooms, (span, turn), &mut lates)).await?;
        Ok(Looked { new: new + through.new, lates, own: own_now, stopped: through.stopped })
    }

    /// Remembers that everything until `now_ms` came in, but for what is known to be late.
    pub(super) async fn mark_heard(&self, now_ms: i64) -> Result<(), StoreError> {
        self.keep_heard(Some(now_ms), (None, None)).await
    }

    /// Keeps until when everything came in, and what was seen, as far as they are given.
    async fn keep_heard(
        &self,
        until_ms: Option<i64>,
        (lates, own): (Option<&Lates>, Option<&OwnRooms>),
    ) -> Result<(), StoreError> {
        let mut states = Vec::new();
        if let Some(until_ms) = until_ms {
            let (_, version) = self.heard_until().await?;
            // What was passed over on purpose is not looked at by an overlap either, once it is looked back again.
            let passed_over = if self.options.catch_up.is_none() { OVERLAP_MS } else { 0 };
            let until_ms = until_ms.saturating_add(passed_over);
            states.push(StateWrite { name: mark(), version, value: Some(encode(&until_ms)?) });
        }
        if let Some(lates) = lates {
            states.extend(self.change(late_rooms(), lates).await?);
        }
        if let Some(own) = own {
            states.extend(self.change(own_rooms(), own).await?);
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

    /// From when on something may be missing of a room, in milliseconds since 1970; nothing where it is not looked back.
    pub(super) async fn missed_since(&self, room: &str) -> Result<Option<i64>, StoreError> {
        let Some(bound) = self.options.catch_up else { return Ok(None) };
        let now_ms = self.clock.now_ms();
        let oldest_ms = now_ms.saturating_sub(i64::try_from(bound.as_millis()).unwrap_or(i64::MAX));
        let (mark_ms, _) = self.heard_until().await?;
        let (lates, _) = self.kept::<Lates>(late_rooms()).await?;
        let since_ms = lates.get(&id_key(room)).map(|late| late.since_ms);
        let since_ms = since_ms.or_else(|| Some(mark_ms?.saturating_sub(OVERLAP_MS)));
        Ok(Some(since_ms.unwrap_or(oldest_ms).max(oldest_ms)))
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

/// What was found, as if it had been delivered.
pub(super) fn event(resource: Resource, data: EventData) -> IncomingEvent {
    let (actor_id, created) = match &data {
        EventData::Message(message) => (message.person_id.clone(), message.created),
        // Who added the bot is not told; nobody is greeted by name then.
        _ => (String::new(), None),
    };
    IncomingEvent { resource, event: EventKind::Created, id: None, created, actor_id, data }
}
