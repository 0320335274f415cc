//! A delivery as it came, and the answer to it.

use crate::net::Bytes;
use std::fmt;

/// An HTTP request to a webhook path.
#[derive(Clone, PartialEq, Eq)]
pub struct HookRequest {
    /// Upper case.
    pub method: String,
    /// `/github`, without the query.
    pub path: String,
    /// Pairs of the query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Bytes,
}

impl HookRequest {
    /// The header with this name (lower case), the first one if there are several.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// Headers and query may hold secrets, the body what people wrote.
impl fmt::Debug for HookRequest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "HookRequest({} {}, {} bytes)", self.method, self.path, self.body.len())
    }
}

/// What the caller gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookResponse {
    /// HTTP status.
    pub status: u16,
    /// The body: JSON, or empty.
    pub body: String,
}

impl HookResponse {
    /// A status alone.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, body: String::new() }
    }

    /// A status with a short explanation.
    #[must_use]
    pub fn error(status: u16, message: &str) -> Self {
        Self { status, body: serde_json::json!({ "error": message }).to_string() }
    }
}
