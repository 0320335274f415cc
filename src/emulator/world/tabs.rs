//! Tabs of rooms.

use jiff::Timestamp;

use crate::emulator::error::ApiError;
use crate::emulator::world::store::World;
use crate::webex::IdKind;
use crate::webex::wire::{RoomTab, RoomTabCreate};

impl World {
    /// `POST /room/tabs`.
    ///
    /// # Errors
    /// 400 without a name or an address, 404 for a room that the caller is not in.
    pub fn create_tab(
        &mut self,
        actor: &str,
        new: RoomTabCreate,
        now: Timestamp,
    ) -> Result<RoomTab, ApiError> {
        check_tab(&new)?;
        let room = self.get_room(actor, &new.room_id)?;
        let (room_id, kind) = (room.id.clone(), room.kind);
        let tab = RoomTab {
            id: self.fresh_id(IdKind::Other("TAB".to_owned())),
            room_id,
            room_type: Some(kind),
            display_name: new.display_name,
            content_url: new.content_url,
            creator_id: Some(actor.to_owned()),
            created: Some(now.into()),
        };
        self.tabs.insert(tab.id.clone(), tab.clone());
        Ok(tab)
    }

    /// `GET /room/tabs`.
    ///
    /// # Errors
    /// 400 without a room, 404 for one that the caller is not in.
    pub fn list_tabs(&self, actor: &str, room_id: Option<&str>) -> Result<Vec<&RoomTab>, ApiError> {
        let missing = "Required String parameter 'roomId' is not present";
        let room = self.get_room(actor, room_id.ok_or_else(|| ApiError::bad_request(missing))?)?;
        Ok(self.tabs.values().filter(|tab| tab.room_id == room.id).collect())
    }

    /// `GET /room/tabs/{id}`.
    ///
    /// # Errors
    /// 404 where it is absent or of a room that the caller is not in.
    pub fn get_tab(&self, actor: &str, id: &str) -> Result<&RoomTab, ApiError> {
        self.tabs
            .get(id.trim_end_matches('='))
            .filter(|tab| self.is_member(&tab.room_id, actor))
            .ok_or_else(|| ApiError::not_found("Could not find a room tab with provided ID."))
    }

    /// `PUT /room/tabs/{id}`.
    ///
    /// # Errors
    /// As [`World::get_tab`]; 400 without a name or an address, or with another room.
    pub fn update_tab(&mut self, actor: &str, id: &str, update: RoomTabCreate) -> Result<RoomTab, ApiError> {
        let mut tab = self.get_tab(actor, id)?.clone();
        check_tab(&update)?;
        if self.get_room(actor, &update.room_id)?.id != tab.room_id {
            return Err(ApiError::bad_request("The tab is not in the room with the provided ID."));
        }
        (tab.display_name, tab.content_url) = (update.display_name, update.content_url);
        self.tabs.insert(tab.id.clone(), tab.clone());
        Ok(tab)
    }

    /// `DELETE /room/tabs/{id}`.
    ///
    /// # Errors
    /// As [`World::get_tab`].
    pub fn delete_tab(&mut self, actor: &str, id: &str) -> Result<(), ApiError> {
        let id = self.get_tab(actor, id)?.id.clone();
        self.tabs.shift_remove(&id);
        Ok(())
    }
}

fn check_tab(tab: &RoomTabCreate) -> Result<(), ApiError> {
    let empty =
        [("roomId", &tab.room_id), ("displayName", &tab.display_name), ("contentUrl", &tab.content_url)];
    if let Some((name, _)) = empty.into_iter().find(|(_, value)| value.trim().is_empty()) {
        return Err(ApiError::bad_request(format!("{name} cannot be empty")));
    }
    match url::Url::parse(&tab.content_url) {
        Ok(url) if url.scheme() == "https" => Ok(()),
        _ => Err(ApiError::bad_request("contentUrl is not a valid https URL")),
    }
}
