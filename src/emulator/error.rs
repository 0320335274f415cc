//! What the service refuses, as the status and the text that Webex answers with.

/// A refusal. The edge adds the tracking id and writes the body of the platform's error shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// HTTP status, 400 to 599.
    pub status: u16,
    /// The text of `message` and of the one entry of `errors`.
    pub message: String,
    /// Seconds of a `Retry-After` header, where the answer has one.
    pub retry_after_s: Option<u64>,
    /// What is wrong in a card, as JSON-pointer-like places; empty for other errors.
    pub attachment_errors: Vec<String>,
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, self.message)
    }
}

impl std::error::Error for ApiError {}

impl ApiError {
    /// A refusal with this status and text.
    #[must_use]
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after_s: None, attachment_errors: Vec::new() }
    }

    /// 400: the request is wrong in itself.
    #[must_use]
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// 403: understood, and not for this caller.
    #[must_use]
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(403, message)
    }

    /// 404: absent, or not to be seen by this caller, which Webex does not tell apart.
    #[must_use]
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message)
    }

    /// 401: no valid token.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(401, "The request requires a valid access token set in the Authorization request header.")
    }

    /// 404 for a room that is absent or that the caller is not in.
    #[must_use]
    pub fn no_room() -> Self {
        Self::not_found("Could not find a room with provided ID.")
    }

    /// 400 for a card that the service does not take.
    #[must_use]
    pub fn bad_card(attachment_errors: Vec<String>) -> Self {
        Self {
            attachment_errors,
            ..Self::bad_request("Unable to post message to room: Invalid Adaptive Card Json")
        }
    }
}
