//! The rooms that the bot is in, as they were at the last look for what was missed: of one that it was taken out of
//! unheard, `on leave` runs at the next look, and so it does where the bot came in again meanwhile.

use super::core::Core;
use super::inbound::MemberChange;
use super::store::StateName;
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

/// Whether the bot was not in this way in this room at the last look, and came into it again, or since then.
pub(super) fn is_new(before: &OwnRooms, membership: &Membership, since_ms: i64) -> bool {
    let came_ms = membership.created.map(WireTime::as_millisecond);
    match before.get(&id_key(&membership.room_id)) {
        Some(own) => own.since_ms != came_ms,
        None => came_ms.is_some_and(|came_ms| came_ms >= since_ms),
    }
}

impl Core {
    /// The rooms that the bot is in now, by its own memberships, and the events that it left others, or came again: with
    /// the time before which it left, in milliseconds since 1970.
    pub(super) async fn left_unheard(
        &self,
        before: &OwnRooms,
        own: &[Membership],
    ) -> (OwnRooms, Vec<(i64, IncomingEvent)>) {
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
            if let Some(in_it) = now.get(key) {
                match (own.since_ms, in_it.since_ms) {
                    (Some(before_ms), Some(now_ms)) if before_ms < now_ms => {
                        left.push((now_ms, self.left(own)));
                    }
                    _ => {}
                }
                continue;
            }
            match self.gateway.room(&own.room).await {
                // What was said there came before.
                Err(error) if error.is_of_its_object() => left.push((i64::MAX, self.left(own))),
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
}

/// Where the rooms are kept.
pub(super) fn own_rooms() -> StateName {
    StateName { state: "own rooms".into(), owner: SmolStr::default() }
}
