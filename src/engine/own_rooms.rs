//! The rooms that the bot is in, as they were at the last look for what was missed: of one that it was taken out of
//! unheard, `on leave` runs at the next look. Each leave runs it once, however it was heard of.

use super::codec::{decode, encode};
use super::core::Core;
use super::inbound::MemberChange;
use super::store::{Commit, StateName, StateWrite, StoreError};
use crate::base::limits;
use crate::webex::wire::{Membership, RoomType, WireTime};
use crate::webex::{EventData, EventKind, IncomingEvent, Resource, id_key};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The rooms, by their keys.
pub(super) type OwnRooms = BTreeMap<String, Own>;

/// How the bot is in a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Own {
    room: String,
    membership: String,
    /// When it came in, in milliseconds since 1970.
    since_ms: Option<i64>,
}

/// Whether the bot was in this way in this room at the last look.
pub(super) fn is_known(before: &OwnRooms, membership: &Membership) -> bool {
    let since_ms = membership.created.map(WireTime::as_millisecond);
    before.get(&id_key(&membership.room_id)).is_some_and(|own| own.since_ms == since_ms)
}

impl Core {
    /// The rooms that the bot is in now, by its own memberships, and the events that it is out of others.
    pub(super) async fn left_unheard(
        &self,
        before: &OwnRooms,
        own: &[Membership],
    ) -> (OwnRooms, Vec<IncomingEvent>) {
        if own.len() >= limits::ROOMS_READ_MAX {
            // Of those that were not listed nobody knows.
            return (before.clone(), Vec::new());
        }
        let of = |it: &Membership| Own {
            room: it.room_id.clone(),
            membership: it.id.clone(),
            since_ms: it.created.map(WireTime::as_millisecond),
        };
        let mut now: OwnRooms = own.iter().map(|it| (id_key(&it.room_id), of(it))).collect();
        let mut left = Vec::new();
        if self.active.load().of_members(MemberChange::BotLeft).next().is_none() {
            return (now, left);
        }
        for (key, own) in before {
            if now.contains_key(key) {
                continue;
            }
            match self.gateway.room(&own.room).await {
                Err(error) if error.is_of_its_object() => left.push(self.left(own)),
                // A list may have gaps, and whether it is one is looked at again.
                Ok(_) | Err(_) => {
                    now.insert(key.clone(), own.clone());
                }
            }
        }
        (now, left)
    }

    /// Who took it out is not told.
    fn left(&self, own: &Own) -> IncomingEvent {
        let membership = Membership {
            id: own.membership.clone(),
            room_id: own.room.clone(),
            person_id: self.me.id.to_string(),
            person_email: self.me.email.to_string(),
            room_type: Some(RoomType::Group),
            created: own.since_ms.and_then(WireTime::from_millisecond),
            ..Membership::default()
        };
        IncomingEvent {
            resource: Resource::Memberships,
            event: EventKind::Deleted,
            id: None,
            created: None,
            actor_id: String::new(),
            data: EventData::Membership(membership),
        }
    }

    /// Notes in `along` that the bot left a room. Whether that is new: a coming before the last leave ended with it.
    pub(super) async fn notes_leave(
        &self,
        membership: &Membership,
        along: &mut Commit,
    ) -> Result<bool, StoreError> {
        let name = StateName { state: "left the room".into(), owner: id_key(&membership.room_id).into() };
        let stored = self.store.states(vec![name.clone()]).await?.into_iter().next().flatten();
        if let Some(stored) = &stored {
            let left_ms: i64 = decode(&stored.value)?;
            if membership.created.is_some_and(|came| came.as_millisecond() <= left_ms) {
                return Ok(false);
            }
        }
        let version = stored.map_or(0, |stored| stored.version);
        let value = Some(encode(&self.clock.now_ms())?);
        along.states.push(StateWrite { name, version, value });
        Ok(true)
    }
}

/// Where the rooms are kept.
pub(super) fn own_rooms() -> StateName {
    StateName { state: "own rooms".into(), owner: SmolStr::default() }
}
