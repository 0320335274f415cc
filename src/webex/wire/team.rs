//! Teams, and who is in which.

use super::lenient;
use super::time::{self, WireTime};
use serde::{Deserialize, Serialize};

/// A team.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    /// `TEAM` id.
    pub id: String,
    /// Name.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
}

/// Body of `POST /teams` and `PUT /teams/{id}`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamCreate {
    /// Name.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A person in a team.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamMembership {
    /// `TEAM_MEMBERSHIP` id.
    pub id: String,
    /// The team.
    pub team_id: String,
    /// Who is in it.
    pub person_id: String,
    /// Their address.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub person_email: String,
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_display_name: Option<String>,
    /// Their organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_org_id: Option<String>,
    /// May moderate the team.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_moderator: Option<bool>,
    /// Since when.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
}

/// Body of `POST /team/memberships`; `PUT` reads only `isModerator`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamMembershipCreate {
    /// The team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Who, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<String>,
    /// Who, by address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_email: Option<String>,
    /// May moderate.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_moderator: Option<bool>,
}
