//! Messages.

use super::lenient;
use super::room::RoomType;
use super::time::{self, WireTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The only content type that an attachment may have.
pub const CARD_CONTENT_TYPE: &str = "application/vnd.microsoft.card.adaptive";

/// A message as the service shows it. In a webhook's `data` the content fields are missing.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// `MESSAGE` id.
    pub id: String,
    /// The room.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub room_id: String,
    /// Direct or group; absent in old deliveries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_type: Option<RoomType>,
    /// Receiver of a direct message, as it was addressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_person_id: Option<String>,
    /// Receiver of a direct message, as it was addressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_person_email: Option<String>,
    /// Plain text; made by the service when only markdown was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Markdown as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
    /// The rendered form; the one that marks mentions. Absent for plain messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Addresses of files, to be fetched with the token.
    #[serde(default, deserialize_with = "lenient::null_default", skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// At most one card.
    #[serde(default, deserialize_with = "lenient::null_default", skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Who wrote it.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub person_id: String,
    /// Address of who wrote it.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub person_email: String,
    /// `PEOPLE` ids of who is mentioned.
    #[serde(default, deserialize_with = "lenient::id_list", skip_serializing_if = "Vec::is_empty")]
    pub mentioned_people: Vec<String>,
    /// Groups that are mentioned: `all`.
    #[serde(default, deserialize_with = "lenient::id_list", skip_serializing_if = "Vec::is_empty")]
    pub mentioned_groups: Vec<String>,
    /// Root of the thread that this message is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// When it was sent.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub created: Option<WireTime>,
    /// When it was last edited; absent if never.
    #[serde(default, deserialize_with = "time::lenient", skip_serializing_if = "Option::is_none")]
    pub updated: Option<WireTime>,
    /// Recorded speech.
    #[serde(default, deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub is_voice_clip: Option<bool>,
}

impl Message {
    /// The message as a webhook's `data` shows it: without text, markdown, html and cards, which are
    /// to be fetched by id.
    #[must_use]
    pub fn without_content(&self) -> Self {
        Self {
            text: None,
            markdown: None,
            html: None,
            attachments: Vec::new(),
            to_person_id: None,
            to_person_email: None,
            is_voice_clip: None,
            ..self.clone()
        }
    }

    /// Root of the thread that an answer belongs to: threads have one level.
    #[must_use]
    pub fn thread_root(&self) -> &str {
        self.parent_id.as_deref().unwrap_or(&self.id)
    }
}

/// A card with its content type.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// [`CARD_CONTENT_TYPE`]; anything else is refused by the service.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub content_type: String,
    /// The Adaptive Card.
    #[serde(default)]
    pub content: Value,
}

impl Attachment {
    /// An Adaptive Card.
    #[must_use]
    pub fn card(content: Value) -> Self {
        Self { content_type: CARD_CONTENT_TYPE.to_owned(), content }
    }
}

/// `POST /messages`: exactly one of the three destinations, and something to say.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageCreate {
    /// To a room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<String>,
    /// To a person by id; makes or reuses the direct room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_person_id: Option<String>,
    /// To a person by address; makes or reuses the direct room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_person_email: Option<String>,
    /// Plain text; the fallback when there is markdown or a card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Markdown; wins over `text` where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
    /// One public address of a file.
    #[serde(default, deserialize_with = "lenient::null_default", skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// One card.
    #[serde(default, deserialize_with = "lenient::null_default", skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Makes it a reply in that message's thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
}

/// `PUT /messages/{id}`: own messages without files or cards, ten times at most.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageEdit {
    /// The room of the message; required by the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<String>,
    /// New plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// New markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
}
