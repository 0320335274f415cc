//! Who is in which room.

use super::lenient;
use super::room::RoomType;
use super::time::{self, WireTime};
use serde::{Deserialize, Serialize};

/// One person in one room.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// `MEMBERSHIP` id; inside it `personUuid:roomUuid`.
    pub id: String,
    /// The room.
    pub room_id: String,
    /// The person.
    pub person_id: String,
    /// Address of the person.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub person_email: String,
    /// Name of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_display_name: Option<String>,
    /// Organization of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_org_id: Option<String>,
    /// Whether the person moderates the room.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_moderator: Option<bool>,
    /// Deprecated twin of `is_moderator`, still sent.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_monitor: Option<bool>,
    /// A direct room that the person has hidden.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_room_hidden: Option<bool>,
    /// Direct or group; absent in old deliveries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_type: Option<RoomType>,
    /// When the person came in.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
}

/// `POST /memberships`: a room and one of person id or email.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MembershipCreate {
    /// The room; required by the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<String>,
    /// The person by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<String>,
    /// The person by address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_email: Option<String>,
    /// As a moderator.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_moderator: Option<bool>,
}

/// `PUT /memberships/{id}`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MembershipUpdate {
    /// Moderator or not.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_moderator: Option<bool>,
    /// Hide a direct room.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_room_hidden: Option<bool>,
}
