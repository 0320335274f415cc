//! The body of a refusal.

use super::lenient;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `{"message": ..., "errors": ..., "trackingId": ...}`. Gateways in between answer html or nothing
/// instead, so never rely on it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// What is wrong, in the service's words.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub message: String,
    /// Details.
    #[serde(default, skip_serializing_if = "Errors::is_empty")]
    pub errors: Errors,
    /// What the vendor's support asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
}

impl ErrorBody {
    /// The usual form: the message, repeated as the only detail.
    #[must_use]
    pub fn new(message: impl Into<String>, tracking_id: impl Into<String>) -> Self {
        let message = message.into();
        let errors = Errors::List(vec![ErrorDetail { description: message.clone() }]);
        Self { message, errors, tracking_id: Some(tracking_id.into()) }
    }
}

/// Details of a refusal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Errors {
    /// A list of sentences.
    List(Vec<ErrorDetail>),
    /// What is wrong with a card.
    Attachments {
        /// The finding.
        attachments: AttachmentErrors,
    },
    /// Any other form; kept so that nothing is lost in a log.
    Other(Value),
}

impl Errors {
    /// Whether there is no detail.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Attachments { .. } => false,
            Self::Other(value) => value.is_null(),
        }
    }

    /// The details as sentences.
    #[must_use]
    pub fn descriptions(&self) -> Vec<String> {
        match self {
            Self::List(list) => list.iter().map(|detail| detail.description.clone()).collect(),
            Self::Attachments { attachments } => {
                let mut all = vec![attachments.reason.clone()];
                all.extend(attachments.attachment_errors.iter().cloned());
                all.retain(|line| !line.is_empty());
                all
            }
            Self::Other(Value::Null) => Vec::new(),
            Self::Other(value) => vec![value.to_string()],
        }
    }
}

impl Default for Errors {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

/// One sentence.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ErrorDetail {
    /// The sentence.
    pub description: String,
}

/// What the service finds wrong with a card.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentErrors {
    /// `invalid_attachments`.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub code: String,
    /// `Invalid Adaptive Card Json`.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub reason: String,
    /// Lines like `#/body/5: required key [text] not found`.
    #[serde(default, deserialize_with = "lenient::null_default")]
    pub attachment_errors: Vec<String>,
}
