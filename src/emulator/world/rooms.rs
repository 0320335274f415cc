//! Rooms: made by name, or by the first message between two people.

use jiff::Timestamp;

use crate::emulator::error::ApiError;
use crate::emulator::world::delivery::{Change, Happening};
use crate::emulator::world::entities::{Person, Room};
use crate::emulator::world::store::{World, pair};
use crate::webex::IdKind;
use crate::webex::wire::{RoomCreate, RoomType};

impl World {
    /// `POST /rooms`: the caller becomes its first member.
    ///
    /// # Errors
    /// 400 without a title.
    pub fn create_room(&mut self, actor: &str, new: RoomCreate, now: Timestamp) -> Result<Room, ApiError> {
        if new.title.trim().is_empty() {
            return Err(ApiError::bad_request("title cannot be empty"));
        }
        let room = Room {
            id: self.fresh_id(IdKind::Room),
            title: new.title.trim().to_owned(),
            kind: RoomType::Group,
            creator_id: actor.to_owned(),
            created: now,
            last_activity: now,
            is_locked: new.is_locked == Some(true),
            description: new.description,
        };
        self.rooms.insert(room.id.clone(), room.clone());
        self.join(&room.id, actor, room.is_locked, now);
        self.emit(actor, &Happening::Room { room_id: room.id.clone(), change: Change::Created });
        Ok(room)
    }

    /// The direct room of two people, made where they have none.
    ///
    /// # Errors
    /// 400 for a person with itself.
    pub fn open_direct(&mut self, actor: &str, other: &Person, now: Timestamp) -> Result<String, ApiError> {
        if actor == other.id {
            return Err(ApiError::bad_request("Unable to create a direct room with oneself."));
        }
        if let Some(room) = self.direct_room(actor, &other.id) {
            return Ok(room.id.clone());
        }
        let room = Room {
            id: self.fresh_id(IdKind::Room),
            title: String::new(),
            kind: RoomType::Direct,
            creator_id: actor.to_owned(),
            created: now,
            last_activity: now,
            is_locked: false,
            description: None,
        };
        let id = room.id.clone();
        self.rooms.insert(id.clone(), room);
        self.direct_rooms.insert(pair(actor, &other.id), id.clone());
        let own = self.join(&id, actor, false, now);
        let others = self.join(&id, &other.id, false, now);
        self.emit(actor, &Happening::Room { room_id: id.clone(), change: Change::Created });
        for membership in [own, others] {
            self.emit(actor, &Happening::Membership { membership, change: Change::Created });
        }
        Ok(id)
    }

    /// A room that the caller is in.
    ///
    /// # Errors
    /// 400 for what is no id, 404 for a room that is absent or not the caller's.
    pub fn get_room(&self, actor: &str, id: &str) -> Result<&Room, ApiError> {
        let id = self.canonical(id, IdKind::Room)?;
        let room = self.rooms.get(&id).ok_or_else(ApiError::no_room)?;
        if self.is_member(&id, actor) { Ok(room) } else { Err(ApiError::no_room()) }
    }

    /// The caller's rooms, the latest activity first.
    #[must_use]
    pub fn list_rooms(&self, actor: &str) -> Vec<&Room> {
        let mut rooms: Vec<&Room> = self
            .memberships
            .values()
            .filter(|member| member.person_id == actor)
            .filter_map(|member| self.rooms.get(&member.room_id))
            .collect();
        rooms.sort_by_key(|room| std::cmp::Reverse(room.last_activity));
        rooms
    }

    /// `PUT /rooms/{id}`.
    ///
    /// # Errors
    /// 400 without a title or for a direct room, 403 in a locked room for who does not moderate.
    pub fn rename_room(&mut self, actor: &str, id: &str, title: &str) -> Result<Room, ApiError> {
        let room = self.get_room(actor, id)?;
        let (room_id, kind, locked) = (room.id.clone(), room.kind, room.is_locked);
        if title.trim().is_empty() {
            return Err(ApiError::bad_request("title cannot be empty"));
        }
        if kind == RoomType::Direct {
            return Err(ApiError::bad_request("Unable to update a direct room."));
        }
        if locked && !self.moderates(&room_id, actor) {
            return Err(ApiError::forbidden("Not a moderator of the room."));
        }
        let room = self.rooms.get_mut(&room_id).ok_or_else(ApiError::no_room)?;
        title.trim().clone_into(&mut room.title);
        let room = room.clone();
        self.emit(actor, &Happening::Room { room_id, change: Change::Updated });
        Ok(room)
    }

    /// `DELETE /rooms/{id}`: removes it where the caller moderates or made it, else only the caller.
    ///
    /// # Errors
    /// 400 for a direct room.
    pub fn delete_room(&mut self, actor: &str, id: &str) -> Result<(), ApiError> {
        let room = self.get_room(actor, id)?;
        let room_id = room.id.clone();
        if room.kind == RoomType::Direct {
            return Err(ApiError::bad_request("Failed to delete room."));
        }
        if room.creator_id != actor && !self.moderates(&room_id, actor) {
            return self.leave(actor, &room_id, actor);
        }
        let members: Vec<String> =
            self.memberships_in(&room_id).map(|member| member.person_id.clone()).collect();
        for person in members {
            self.leave(actor, &room_id, &person)?;
        }
        self.rooms.shift_remove(&room_id);
        self.messages_of_room.remove(&room_id);
        self.messages.retain(|_, message| message.room_id != room_id);
        Ok(())
    }

    pub(super) fn moderates(&self, room_id: &str, person_id: &str) -> bool {
        self.membership_of(room_id, person_id).is_some_and(|member| member.is_moderator)
    }
}

#[cfg(test)]
mod tests {
    use crate::emulator::world::test_world::TestWorld;

    #[test]
    fn a_room_of_others_is_as_good_as_absent() {
        let mut test = TestWorld::new();
        let room = test.room("Ops", &["alice"]);
        assert_eq!(test.world.get_room(&test.bot, &room).map_err(|e| e.status), Err(404));
        assert_eq!(test.world.get_room(&test.alice, &room).map(|r| r.title.clone()), Ok("Ops".into()));
        assert_eq!(test.world.get_room(&test.alice, "?").map_err(|e| e.status), Err(400));
    }

    #[test]
    fn a_direct_room_is_called_like_the_other() {
        let mut test = TestWorld::new();
        let id = test.say_direct("alice", "hello").room_id;
        let room = test.world.get_room(&test.bot, &id).cloned().expect("is in it");
        assert_eq!(test.world.title_for(&room, &test.bot), "Alice");
        assert_eq!(test.world.title_for(&room, &test.alice), "Test Bot");
        let again = test.say_direct("alice", "again").room_id;
        assert_eq!(again, id);
    }

    #[test]
    fn only_who_made_or_moderates_a_room_deletes_it() {
        let mut test = TestWorld::new();
        let room = test.room("Ops", &["alice", "bot"]);
        test.world.delete_room(&test.bot.clone(), &room).expect("leaves");
        assert!(test.world.room(&room).is_some());
        assert!(!test.world.is_member(&room, &test.bot));
        test.world.delete_room(&test.alice.clone(), &room).expect("deletes");
        assert!(test.world.room(&room).is_none());
    }
}
