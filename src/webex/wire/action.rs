//! Submits of cards.

use super::lenient;
use super::time::{self, WireTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A submit of a card. In a webhook's `data` there are no `inputs`; fetch it by id.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentAction {
    /// `ATTACHMENT_ACTION` id.
    pub id: String,
    /// Who pressed.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub person_id: String,
    /// Where.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub room_id: String,
    /// Always `submit`.
    #[serde(default, rename = "type", deserialize_with = "lenient::null_default")]
    pub action_type: String,
    /// The message that has the card.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub message_id: String,
    /// Values of the inputs merged with the button's data: flat, mostly text; untouched optional
    /// inputs may be missing, empty or `null`. Absent in a webhook's `data`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputs: Option<Map<String, Value>>,
    /// When.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
}

impl AttachmentAction {
    /// The action as a webhook's `data` shows it.
    #[must_use]
    pub fn without_content(&self) -> Self {
        Self { inputs: None, ..self.clone() }
    }
}

/// `POST /attachment/actions`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentActionCreate {
    /// `submit`.
    #[serde(default, rename = "type", deserialize_with = "lenient::null_default")]
    pub action_type: String,
    /// The message that has the card.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub message_id: String,
    /// Values of the inputs and the button's data.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub inputs: Map<String, Value>,
}
