//! Tabs of rooms: web pages beside the conversation.

use super::lenient;
use super::room::RoomType;
use super::time::{self, WireTime};
use serde::{Deserialize, Serialize};

/// A tab.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomTab {
    /// Id of the tab.
    pub id: String,
    /// The room.
    pub room_id: String,
    /// Direct or group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_type: Option<RoomType>,
    /// What stands on it.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub display_name: String,
    /// The page.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub content_url: String,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator_id: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
}

/// Body of `POST /room/tabs` and `PUT /room/tabs/{id}`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomTabCreate {
    /// The room.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub room_id: String,
    /// The page.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub content_url: String,
    /// What stands on it.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub display_name: String,
}
