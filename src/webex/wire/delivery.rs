//! What the service posts to a webhook's target.

use super::lenient;
use super::time::{self, WireTime};
use super::webhook::{Webhook, WebhookStatus};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What a bot needs of the envelope of a delivery, its resource not read yet. Borrowed: one is read for each event.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventEnvelope<'b> {
    /// Resource word.
    #[serde(borrow)]
    pub resource: Cow<'b, str>,
    /// Event word.
    #[serde(borrow)]
    pub event: Cow<'b, str>,
    /// Id of the webhook, not of the event.
    #[serde(default)]
    pub id: Option<String>,
    /// When the webhook was made.
    #[serde(default, deserialize_with = "time::lenient")]
    pub created: Option<WireTime>,
    /// `PEOPLE` id of who caused the event.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub actor_id: String,
    #[serde(default, borrow)]
    data: Option<&'b RawValue>,
}

impl<'b> EventEnvelope<'b> {
    /// The resource without content, as JSON.
    #[must_use]
    pub fn data(&self) -> &'b str {
        self.data.map_or("null", RawValue::get)
    }
}

/// The envelope of a delivery. `data` is the resource without content; over the websocket the same
/// envelope is built with content. [`crate::webex::IncomingEvent`] is the typed form.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookDelivery {
    /// Id of the webhook, not of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name of the webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Target of the webhook; absent in older deliveries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_url: Option<String>,
    /// Resource word.
    pub resource: String,
    /// Event word.
    pub event: String,
    /// Filter of the webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Organization; may come without the usual prefix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// Who made the webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// Application of the token that made the webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// `creator` or `org`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<String>,
    /// Status of the webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<WebhookStatus>,
    /// When the webhook was made.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
    /// `PEOPLE` id of who caused the event.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub actor_id: String,
    /// The resource without content.
    #[serde(default)]
    pub data: Value,
}

impl WebhookDelivery {
    /// A delivery of `webhook`: its fields copied, who acted, and the resource without content.
    #[must_use]
    pub fn of(webhook: &Webhook, actor_id: impl Into<String>, data: Value) -> Self {
        Self {
            id: Some(webhook.id.clone()),
            name: Some(webhook.name.clone()),
            target_url: Some(webhook.target_url.clone()),
            resource: webhook.resource.clone(),
            event: webhook.event.clone(),
            filter: webhook.filter.clone(),
            org_id: webhook.org_id.clone(),
            created_by: webhook.created_by.clone(),
            app_id: webhook.app_id.clone(),
            owned_by: webhook.owned_by.clone(),
            status: Some(webhook.status),
            created: webhook.created,
            actor_id: actor_id.into(),
            data,
        }
    }
}
