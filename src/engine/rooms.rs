//! Changes of rooms, and of who is in them.

use super::core::Core;
use super::dispatch;
use super::reads::room_ref;
use crate::value::{Outcome, PersonRef, RoomChange, RoomRef, Value};
use crate::webex::wire::{MembershipCreate, RoomCreate, RoomUpdate};
use crate::webex::{MembershipFilter, WebexError, WebexErrorKind};
use smol_str::SmolStr;

impl Core {
    /// Does the change; what was read of rooms before is asked for again.
    pub(super) async fn change_room(&self, change: &RoomChange) -> Outcome {
        let done = match change {
            RoomChange::Create { title } => self.create_room(title).await,
            RoomChange::Rename { room, title } => self.rename_room(room, title).await,
            RoomChange::Delete { room } => gone_counts(self.gateway.delete_room(&room.id).await),
            RoomChange::Add { room, person } => self.add_member(room, person).await,
            RoomChange::Remove { room, person } => self.remove_member(room, person).await,
        };
        self.reads.forget_rooms();
        done.map_err(|error| dispatch::fault(&error))
    }

    async fn create_room(&self, title: &SmolStr) -> Result<Value, WebexError> {
        let room = RoomCreate { title: title.to_string(), ..RoomCreate::default() };
        let room = self.gateway.create_room(&room).await?;
        Ok(Value::Room(room_ref(&room)))
    }

    async fn rename_room(&self, room: &RoomRef, title: &SmolStr) -> Result<Value, WebexError> {
        let update = RoomUpdate { title: title.to_string(), ..RoomUpdate::default() };
        self.gateway.update_room(&room.id, &update).await.map(|_| Value::None)
    }

    async fn add_member(&self, room: &RoomRef, person: &PersonRef) -> Result<Value, WebexError> {
        let given = |part: &SmolStr| (!part.is_empty()).then(|| part.to_string());
        let id = given(&person.id);
        let member = MembershipCreate {
            room_id: Some(room.id.to_string()),
            person_email: if id.is_some() { None } else { given(&person.email) },
            person_id: id,
            ..MembershipCreate::default()
        };
        self.gateway.add_member(&member).await.map(|_| Value::None)
    }

    async fn remove_member(&self, room: &RoomRef, person: &PersonRef) -> Result<Value, WebexError> {
        let filter = MembershipFilter {
            room_id: Some(&room.id),
            person_id: (!person.id.is_empty()).then_some(&person.id),
            person_email: person.id.is_empty().then_some(&person.email),
        };
        match self.gateway.memberships(filter, 1).await?.first() {
            Some(membership) => gone_counts(self.gateway.remove_member(&membership.id).await),
            None => Ok(Value::None),
        }
    }
}

/// What is gone already counts as done.
fn gone_counts(outcome: Result<(), WebexError>) -> Result<Value, WebexError> {
    match outcome {
        Err(error) if error.kind != WebexErrorKind::NotFound => Err(error),
        _ => Ok(Value::None),
    }
}
