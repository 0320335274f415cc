//! One HTTP call: what is sent, what comes back, how it can fail.

use crate::hosts::shown;
use axum::body::Bytes;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::time::Duration;
use url::Url;

/// A call to make.
#[derive(Clone)]
pub struct HttpRequest {
    /// Method.
    pub method: Method,
    /// Address, http or https.
    pub url: Url,
    /// Headers; values may be secret.
    pub headers: HeaderMap,
    /// Body.
    pub body: HttpBody,
    /// From the first byte sent to the last byte read, over all redirects.
    pub timeout: Duration,
    /// Bytes of the answer that are read before it counts as too large.
    pub answer_bytes_max: usize,
}

impl HttpRequest {
    /// A call without headers and body.
    #[must_use]
    pub fn new(method: Method, url: Url, timeout: Duration) -> Self {
        let answer_bytes_max = crate::base::limits::HTTP_BODY_BYTES_MAX;
        Self { method, url, headers: HeaderMap::new(), body: HttpBody::Empty, timeout, answer_bytes_max }
    }

    /// Sets a header whose name is fixed.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

/// Shows neither header values nor path nor body.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest({} {})", self.method, shown(&self.url))
    }
}

/// What a call carries. Cheap to clone, so that a call can be repeated.
#[derive(Clone)]
pub enum HttpBody {
    /// Nothing.
    Empty,
    /// These bytes; the content type is a header.
    Bytes(Bytes),
    /// A form with files; brings its own content type.
    Multipart(Vec<Part>),
}

/// One part of a form.
#[derive(Clone)]
pub struct Part {
    /// Name of the field.
    pub name: String,
    /// Name of the file; absent for a plain field.
    pub file_name: Option<String>,
    /// Content type; absent for a plain field.
    pub content_type: Option<String>,
    /// Content.
    pub bytes: Bytes,
}

impl Part {
    /// A plain field.
    #[must_use]
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), file_name: None, content_type: None, bytes: Bytes::from(value.into()) }
    }
}

/// What came back, whatever its status.
#[derive(Clone)]
pub struct HttpResponse {
    /// Status code.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The whole body, decompressed.
    pub body: Bytes,
}

impl HttpResponse {
    /// A header as text; `None` when absent or not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the status is 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    #[cfg(test)]
    pub(crate) fn for_test(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Self {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        Self { status, headers, body: Bytes::from(body.to_owned()) }
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpResponse({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why a call has no answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HttpFault {
    /// The call cannot be made as it is: address, header or body is not sendable.
    Invalid,
    /// Refused here, by an allow-list.
    Denied,
    /// No connection: nothing was sent, so a repeat is always safe.
    Connect,
    /// No answer in time. The server may have acted.
    Timeout,
    /// The connection broke on the way. The server may have acted.
    Dropped,
    /// The answer is larger than the bound.
    TooLarge,
    /// Too many redirects, or one that leads nowhere.
    Redirect,
}

/// A call without an answer. The message names host and port, never path, query or header values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HttpError {
    /// What kind of failure.
    pub fault: HttpFault,
    /// The failure in words.
    pub message: String,
}

impl HttpError {
    /// A failure in words.
    #[must_use]
    pub fn new(fault: HttpFault, message: impl Into<String>) -> Self {
        Self { fault, message: message.into() }
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for HttpError {}
