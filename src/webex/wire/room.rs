//! Rooms: direct ones between two, group ones with any number of members.

use super::lenient;
use super::time::{self, WireTime};
use serde::{Deserialize, Serialize};

/// A room (space).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Room {
    /// `ROOM` id; changes when the room moves to another region.
    pub id: String,
    /// Title; of a direct room the other person's name, or empty.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub title: String,
    /// Direct or group.
    #[serde(default, rename = "type")]
    pub room_type: RoomType,
    /// Whether moderators rule it.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// Team that the room is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Last message or change.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub last_activity: Option<WireTime>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator_id: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
    /// Organization that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// Classification label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification_id: Option<String>,
    /// Only moderators may post.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_announcement_only: Option<bool>,
    /// The caller can only read.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_read_only: Option<bool>,
    /// Open to the whole organization.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    /// When it became public.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub made_public: Option<WireTime>,
    /// Description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Two people, or any number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum RoomType {
    /// One to one.
    #[serde(rename = "direct")]
    Direct,
    /// A group; also the choice for a word that is not known, since a group has the stricter rules.
    #[default]
    #[serde(rename = "group", other)]
    Group,
}

/// `POST /rooms`. The creator becomes a member. Direct rooms come from a message, never from here.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomCreate {
    /// Title; required by the service, so empty is refused there.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub title: String,
    /// Team for the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Classification label; a bot cannot create and classify at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification_id: Option<String>,
    /// Moderated from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// Open to the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    /// Description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Only moderators post; only together with `is_locked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_announcement_only: Option<bool>,
}

/// `PUT /rooms/{id}`; the title is required there.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomUpdate {
    /// New title, or the old one.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub title: String,
    /// Team to move the room to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Classification label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification_id: Option<String>,
    /// Moderated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// Open to the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    /// Description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Only moderators post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_announcement_only: Option<bool>,
    /// Nobody posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_read_only: Option<bool>,
}
