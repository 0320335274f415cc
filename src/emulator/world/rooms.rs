//! Rooms: made by name, or by the first message between two people.

use jiff::Timestamp;

use crate::emulator::error::ApiError;
use crate::emulator::world::delivery::{Change, Happening};
use crate::emulator::world::entities::{Person, Room};
use crate::emulator::world::store::{World, pair};
use crate::webex::IdKind;
use crate::webex::wire::{RoomCreate, RoomType, RoomUpdate};

impl World {
    /// `POST /rooms`: the caller becomes its first member, and moderates it where it is locked.
    ///
    /// # Errors
    /// 400 without a title, for announcements in a room that is not locked, for a public room without a
    /// description, for a classification (a bot cannot create and classify at once); 404 for a team that the
    /// caller is not in.
    pub fn create_room(&mut self, actor: &str, new: RoomCreate, now: Timestamp) -> Result<Room, ApiError> {
        let title = checked_title(&new.title)?;
        let team_id = match new.team_id.as_deref().filter(|id| !id.is_empty()) {
            Some(id) => Some(self.get_team(actor, id)?.id.clone()),
            None => None,
        };
        if new.classification_id.is_some() {
            return Err(ApiError::bad_request("A bot cannot create and classify a room at once."));
        }
        let room = Room {
            is_locked: new.is_locked == Some(true),
            is_announcement_only: new.is_announcement_only == Some(true),
            made_public: (new.is_public == Some(true)).then_some(now),
            description: new.description.filter(|text| !text.trim().is_empty()),
            team_id,
            ..Room::group(&title, actor, now)
        };
        check_modes(&room)?;
        Ok(self.add_room(actor, room, now))
    }

    /// Puts a group that was just made into the world.
    pub(super) fn add_room(&mut self, actor: &str, room: Room, now: Timestamp) -> Room {
        let room = Room { id: self.fresh_id(IdKind::Room), ..room };
        self.rooms.insert(room.id.clone(), room.clone());
        self.join(&room.id, actor, room.is_locked, now);
        self.emit(actor, &Happening::Room { room_id: room.id.clone(), change: Change::Created });
        room
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
        let id = self.fresh_id(IdKind::Room);
        let room = Room { id, kind: RoomType::Direct, ..Room::group("", actor, now) };
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

    /// The public rooms of the organization, the newest first, whether the caller is in them or not.
    #[must_use]
    pub fn list_public_rooms(&self) -> Vec<&Room> {
        let mut rooms: Vec<&Room> = self.rooms.values().filter(|room| room.made_public.is_some()).collect();
        rooms.sort_by_key(|room| std::cmp::Reverse(room.made_public));
        rooms
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
    /// 400 without a title, for a direct room and for modes that exclude each other; 403 in a locked room for who
    /// does not moderate, and for what only a compliance officer may.
    pub fn update_room(
        &mut self,
        actor: &str,
        id: &str,
        update: &RoomUpdate,
        now: Timestamp,
    ) -> Result<Room, ApiError> {
        let mut room = self.get_room(actor, id)?.clone();
        let title = checked_title(&update.title)?;
        if room.kind == RoomType::Direct {
            return Err(ApiError::bad_request("Unable to update a direct room."));
        }
        if room.is_locked && !self.moderates(&room.id, actor) {
            return Err(ApiError::forbidden("Not a moderator of the room."));
        }
        let goes_public = update.is_public == Some(true) && room.made_public.is_none();
        if goes_public || update.is_read_only.is_some_and(|wanted| wanted != room.is_read_only) {
            return Err(ApiError::forbidden("Only a compliance officer may do this."));
        }
        if update.classification_id.is_some() {
            return Err(ApiError::bad_request(
                "The organization has no classification with the provided ID.",
            ));
        }
        room.title = title;
        if update.is_public == Some(false) {
            room.made_public = None;
        }
        if let Some(text) = &update.description {
            room.description = Some(text.clone()).filter(|text| !text.trim().is_empty());
        }
        if let Some(team_id) = update.team_id.as_deref().filter(|id| !id.is_empty()) {
            room.team_id = Some(self.team_for(actor, &room, team_id)?);
        }
        let was_locked = room.is_locked;
        room.is_locked = update.is_locked.unwrap_or(room.is_locked);
        // Unlocking ends the announcements as well.
        let announces = room.is_announcement_only && room.is_locked;
        room.is_announcement_only = update.is_announcement_only.unwrap_or(announces);
        check_modes(&room)?;
        room.last_activity = now;
        if room.is_locked && !was_locked {
            self.make_moderator(&room.id, actor);
        }
        self.rooms.insert(room.id.clone(), room.clone());
        self.emit(actor, &Happening::Room { room_id: room.id.clone(), change: Change::Updated });
        Ok(room)
    }

    /// The team that a room without one is put into.
    fn team_for(&self, actor: &str, room: &Room, team_id: &str) -> Result<String, ApiError> {
        let team_id = self.get_team(actor, team_id)?.id.clone();
        if room.team_id.as_ref().is_some_and(|own| *own != team_id) {
            return Err(ApiError::bad_request("The room belongs to another team."));
        }
        let mut moderators = self.memberships_in(&room.id).filter(|member| member.is_moderator);
        if moderators.any(|member| self.in_team(&team_id, &member.person_id).is_none()) {
            return Err(ApiError::bad_request("All moderators of the room must be members of the team."));
        }
        Ok(team_id)
    }

    fn make_moderator(&mut self, room_id: &str, person_id: &str) {
        if let Some(id) = self.membership_of(room_id, person_id).map(|member| member.id.clone())
            && let Some(member) = self.memberships.get_mut(&id)
        {
            member.is_moderator = true;
        }
    }

    /// `DELETE /rooms/{id}`: removes it where the caller moderates or made it, else only the caller. One of a team
    /// is archived instead.
    ///
    /// # Errors
    /// 400 for a direct room and for the General room of a team.
    pub fn delete_room(&mut self, actor: &str, id: &str) -> Result<(), ApiError> {
        let room = self.get_room(actor, id)?;
        let room_id = room.id.clone();
        if room.kind == RoomType::Direct {
            return Err(ApiError::bad_request("Failed to delete room."));
        }
        if self.general_rooms.values().any(|general| *general == room_id) {
            return Err(ApiError::bad_request("The General room of a team cannot be deleted."));
        }
        if room.creator_id != actor && !self.moderates(&room_id, actor) {
            return self.leave(actor, &room_id, actor);
        }
        if let Some(room) = self.rooms.get_mut(&room_id).filter(|room| room.team_id.is_some()) {
            room.is_read_only = true;
            self.emit(actor, &Happening::Room { room_id, change: Change::Updated });
            return Ok(());
        }
        let members: Vec<String> =
            self.memberships_in(&room_id).map(|member| member.person_id.clone()).collect();
        for person in members {
            self.leave(actor, &room_id, &person)?;
        }
        self.rooms.shift_remove(&room_id);
        self.messages_of_room.remove(&room_id);
        self.messages.retain(|_, message| message.room_id != room_id);
        self.tabs.retain(|_, tab| tab.room_id != room_id);
        Ok(())
    }

    pub(super) fn moderates(&self, room_id: &str, person_id: &str) -> bool {
        self.membership_of(room_id, person_id).is_some_and(|member| member.is_moderator)
    }
}

fn checked_title(title: &str) -> Result<String, ApiError> {
    match title.trim() {
        "" => Err(ApiError::bad_request("title cannot be empty")),
        title => Ok(title.to_owned()),
    }
}

fn check_modes(room: &Room) -> Result<(), ApiError> {
    if room.is_announcement_only && !room.is_locked {
        return Err(ApiError::bad_request("Only a locked room can be for announcements."));
    }
    if room.made_public.is_some() && room.description.is_none() {
        return Err(ApiError::bad_request("A public room needs a description."));
    }
    Ok(())
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
