//! Webhooks: what the service calls, and for which events.

use super::lenient;
use super::secret::WireSecret;
use super::time::{self, WireTime};
use serde::{Deserialize, Serialize};

/// A webhook as the service shows it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// `WEBHOOK` id.
    pub id: String,
    /// Name that its maker gave it.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub name: String,
    /// Where deliveries go.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub target_url: String,
    /// Resource word, case-sensitive: `messages`, `memberships`, `rooms`, `attachmentActions`, `all`.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub resource: String,
    /// Event word, case-sensitive: `created`, `updated`, `deleted`, `all`.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub event: String,
    /// Query string that narrows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Signing secret; without one deliveries are not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<WireSecret>,
    /// Whether it delivers.
    #[serde(default)]
    pub status: WebhookStatus,
    /// When it was made.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
    /// Organization; sometimes an id without the usual prefix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// `PEOPLE` id of its maker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// `APPLICATION` id of the token that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// `creator` or `org`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<String>,
}

/// Whether a webhook delivers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum WebhookStatus {
    /// It does; also the meaning of an absent word.
    #[default]
    #[serde(rename = "active")]
    Active,
    /// The service switched it off after failures; any word but `active` is read as this.
    #[serde(rename = "inactive", other)]
    Inactive,
}

/// `POST /webhooks`: the first four are required by the service.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookCreate {
    /// Name.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub name: String,
    /// Public address for deliveries.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub target_url: String,
    /// Resource word.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub resource: String,
    /// Event word.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub event: String,
    /// Query string that narrows it; cannot be changed later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Signing secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<WireSecret>,
    /// `org` for administrators only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<String>,
}

/// `PUT /webhooks/{id}`: name and target are required; resource, event and filter never change.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookUpdate {
    /// Name.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub name: String,
    /// Public address for deliveries.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub target_url: String,
    /// New signing secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<WireSecret>,
    /// Only `active` is allowed: revives a webhook that the service switched off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<WebhookStatus>,
}
