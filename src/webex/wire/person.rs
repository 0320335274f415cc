//! People, bots included.

use super::lenient;
use super::time::{self, WireTime};
use serde::{Deserialize, Serialize};

/// Whether it is an address that only bots have.
#[must_use]
pub fn is_bot_address(address: &str) -> bool {
    let address = address.to_lowercase();
    ["@webex.bot", "@sparkbot.io"].iter().any(|domain| address.ends_with(domain))
}

/// Who somebody is. `GET /people/me` answers with the caller.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// `PEOPLE` id; never the "Bot ID" of the developer portal, which is an `APPLICATION` id.
    pub id: String,
    /// Addresses; the first is the main one.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub emails: Vec<String>,
    /// Full name as shown.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub display_name: String,
    /// Short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nick_name: Option<String>,
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Address of the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// Organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// When the account was made.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
    /// When the account was last changed.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<WireTime>,
    /// Last seen; only inside the same organization.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub last_activity: Option<WireTime>,
    /// Time zone name (IANA), where shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Presence word (`active`, `inactive`, ...); only inside the same organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Person, bot or application; absent in some answers.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub person_type: Option<PersonType>,
}

/// What kind of account it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum PersonType {
    /// A human.
    #[serde(rename = "person")]
    Person,
    /// A bot.
    #[serde(rename = "bot")]
    Bot,
    /// A service application, and any word that came later: not a human.
    #[serde(rename = "appuser", other)]
    AppUser,
}
