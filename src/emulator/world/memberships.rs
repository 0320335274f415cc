//! Who is in which room.

use jiff::Timestamp;

use crate::emulator::error::ApiError;
use crate::emulator::world::delivery::{Change, Happening};
use crate::emulator::world::entities::{Membership, Person};
use crate::emulator::world::store::World;
use crate::webex::wire::{MembershipCreate, MembershipUpdate, RoomType};
use crate::webex::{self, IdKind};

impl World {
    /// `POST /memberships`.
    ///
    /// # Errors
    /// 400 without a room or a person, 404 for an unknown person, 409 for a member, 502 where the
    /// caller is not in the room, 403 in a locked room for who does not moderate.
    pub fn add_member(
        &mut self,
        actor: &str,
        new: &MembershipCreate,
        now: Timestamp,
    ) -> Result<Membership, ApiError> {
        let Some(room_id) = new.room_id.as_deref().filter(|id| !id.is_empty()) else {
            return Err(ApiError::bad_request("roomId cannot be null"));
        };
        let person = self.named_person(actor, new.person_id.as_deref(), new.person_email.as_deref())?;
        let person_id = person.id.clone();
        let room_id = self.canonical(room_id, IdKind::Room)?;
        let room = self.rooms.get(&room_id).ok_or_else(ApiError::no_room)?;
        if room.kind == RoomType::Direct {
            return Err(ApiError::bad_request("Unable to add a person to a direct room."));
        }
        let locked = room.is_locked;
        if !self.is_member(&room_id, actor) {
            return Err(ApiError::new(502, "Add participant failed."));
        }
        if locked && !self.moderates(&room_id, actor) {
            return Err(ApiError::forbidden("Not a moderator of the room."));
        }
        if self.is_member(&room_id, &person_id) {
            return Err(ApiError::new(409, "Person is already in the room."));
        }
        Ok(self.join_aloud(actor, &room_id, (&person_id, new.is_moderator == Some(true)), now))
    }

    /// The person that a request names by id or address.
    ///
    /// # Errors
    /// 400 where it names none, 404 where there is no such person.
    pub(super) fn named_person(
        &self,
        actor: &str,
        id: Option<&str>,
        email: Option<&str>,
    ) -> Result<&Person, ApiError> {
        match (id, email) {
            (Some(id), _) => self.get_person(actor, id),
            (None, Some(email)) => {
                self.person_by_email(email).ok_or_else(|| ApiError::not_found(format!("{email} not found.")))
            }
            (None, None) => Err(ApiError::bad_request("Must specify either personId or personEmail.")),
        }
    }

    /// `GET /memberships`: those of a room, or the caller's own.
    ///
    /// # Errors
    /// 404 for a room that the caller is not in.
    pub fn list_memberships(&self, actor: &str, room_id: Option<&str>) -> Result<Vec<&Membership>, ApiError> {
        match room_id {
            Some(room_id) => {
                let room = self.get_room(actor, room_id)?;
                Ok(self.memberships_in(&room.id).collect())
            }
            None => Ok(self.memberships.values().filter(|member| member.person_id == actor).collect()),
        }
    }

    /// `GET /memberships/{id}`.
    ///
    /// # Errors
    /// 404 where it is absent or of a room that the caller is not in.
    pub fn get_membership(&self, actor: &str, id: &str) -> Result<&Membership, ApiError> {
        let missing = || ApiError::not_found("User is not a participant of the room.");
        let id = self.canonical(id, IdKind::Membership)?;
        let membership = self.memberships.get(&id).ok_or_else(missing)?;
        if self.is_member(&membership.room_id, actor) { Ok(membership) } else { Err(missing()) }
    }

    /// `PUT /memberships/{id}`: who moderates, and whether an own direct room is hidden.
    ///
    /// # Errors
    /// As [`World::get_membership`]; 403 in a locked room for who does not moderate, 400 for hiding
    /// what is not an own direct room.
    pub fn update_membership(
        &mut self,
        actor: &str,
        id: &str,
        update: &MembershipUpdate,
    ) -> Result<Membership, ApiError> {
        let mut membership = self.get_membership(actor, id)?.clone();
        let room = self.rooms.get(&membership.room_id).ok_or_else(ApiError::no_room)?;
        if let Some(is_moderator) = update.is_moderator {
            if room.is_locked && !self.moderates(&membership.room_id, actor) {
                return Err(ApiError::forbidden("Not a moderator of the room."));
            }
            membership.is_moderator = is_moderator;
        }
        if let Some(is_room_hidden) = update.is_room_hidden {
            if room.kind != RoomType::Direct || membership.person_id != actor {
                return Err(ApiError::bad_request("Only an own direct room can be hidden."));
            }
            membership.is_room_hidden = is_room_hidden;
        }
        self.memberships.insert(membership.id.clone(), membership.clone());
        let happening = Happening::Membership { membership: membership.clone(), change: Change::Updated };
        self.emit(actor, &happening);
        Ok(membership)
    }

    /// `DELETE /memberships/{id}`: leaves, or removes another.
    ///
    /// # Errors
    /// As [`World::get_membership`]; 400 for a direct room.
    pub fn delete_membership(&mut self, actor: &str, id: &str) -> Result<(), ApiError> {
        let membership = self.get_membership(actor, id)?.clone();
        let room = self.rooms.get(&membership.room_id).ok_or_else(ApiError::no_room)?;
        if room.kind == RoomType::Direct {
            return Err(ApiError::bad_request("Failed to leave room."));
        }
        if room.is_locked && membership.person_id != actor && !self.moderates(&membership.room_id, actor) {
            return Err(ApiError::forbidden("Not a moderator of the room."));
        }
        self.leave(actor, &membership.room_id, &membership.person_id)
    }

    /// Puts a person into a room, which is told.
    pub(super) fn join_aloud(
        &mut self,
        actor: &str,
        room_id: &str,
        (person_id, is_moderator): (&str, bool),
        now: Timestamp,
    ) -> Membership {
        let membership = self.join(room_id, person_id, is_moderator, now);
        let happening = Happening::Membership { membership: membership.clone(), change: Change::Created };
        self.emit(actor, &happening);
        membership
    }

    /// Puts a person into a room, without a delivery.
    pub(super) fn join(
        &mut self,
        room_id: &str,
        person_id: &str,
        is_moderator: bool,
        now: Timestamp,
    ) -> Membership {
        let id = self
            .id_of(IdKind::Membership, format!("{}:{}", webex::id_key(person_id), webex::id_key(room_id)));
        let membership = Membership {
            id: id.clone(),
            room_id: room_id.to_owned(),
            person_id: person_id.to_owned(),
            is_moderator,
            is_room_hidden: false,
            created: now,
        };
        self.memberships.insert(id.clone(), membership.clone());
        self.members_of_room.entry(room_id.to_owned()).or_default().push(id);
        membership
    }

    /// Takes a person out of a room; who left is told too.
    pub(super) fn leave(&mut self, actor: &str, room_id: &str, person_id: &str) -> Result<(), ApiError> {
        let membership = self
            .membership_of(room_id, person_id)
            .cloned()
            .ok_or_else(|| ApiError::not_found("User is not a participant of the room."))?;
        if let Some(list) = self.members_of_room.get_mut(room_id) {
            list.retain(|id| *id != membership.id);
        }
        self.memberships.shift_remove(&membership.id);
        self.emit(actor, &Happening::Membership { membership, change: Change::Deleted });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::world::test_world::TestWorld;

    #[test]
    fn adding_people_is_refused_as_webex_does() {
        let mut test = TestWorld::new();
        let room = test.room("Ops", &["alice", "bot"]);
        let (alice, carol) = (test.alice.clone(), test.carol.clone());
        let mut check = |actor: &str, room: &str, email: Option<&str>, expected: Result<(), u16>| {
            let new = MembershipCreate {
                room_id: Some(room.to_owned()),
                person_email: email.map(str::to_owned),
                ..MembershipCreate::default()
            };
            let result = test.world.add_member(actor, &new, Timestamp::UNIX_EPOCH);
            assert_eq!(result.map(|_| ()).map_err(|error| error.status), expected, "{email:?}");
        };
        check(&alice, "", Some("bob@example.com"), Err(400));
        check(&alice, &room, None, Err(400));
        check(&alice, &room, Some("eve@example.com"), Err(404));
        check(&carol, &room, Some("bob@example.com"), Err(502));
        check(&alice, &room, Some("BOB@example.com"), Ok(()));
        check(&alice, &room, Some("bob@example.com"), Err(409));
    }

    #[test]
    fn who_is_removed_hears_of_it_and_is_out() {
        let mut test = TestWorld::new();
        test.webhook("memberships", "deleted", None);
        let room = test.room("Ops", &["alice", "bot"]);
        let alice = test.alice.clone();
        let id = test.world.membership_of(&room, &test.bot).map(|m| m.id.clone()).expect("in");
        test.world.take_deliveries();
        test.world.delete_membership(&alice, &id).expect("removes");
        assert!(!test.world.is_member(&room, &test.bot));
        let deliveries = test.world.take_deliveries();
        assert_eq!(deliveries.len(), 1);
        assert_eq!(test.world.delete_membership(&alice, &id).map_err(|error| error.status), Err(404));
    }
}
