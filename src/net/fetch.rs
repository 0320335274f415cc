//! The script's `http.get(...)`, `http.post(...)` and their kin: one call with its allow-list,
//! timeout and retries, and failures in the words of a script's author.

use super::backoff::{Backoff, retry_after};
use super::client::{ClientOptions, HttpClient};
use super::pause::Pause;
use super::request::{HttpBody, HttpError, HttpFault, HttpRequest, HttpResponse};
use super::resolver::{Lookup, SystemLookup};
use super::transport::Transport;
use crate::base::limits;
use crate::hosts::{AllowList, shown};
use crate::value::refused_header;
use axum::body::Bytes;
use reqwest::Method;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// A call as the script states it.
#[derive(Clone, PartialEq)]
pub struct FetchRequest {
    /// Method, in any case.
    pub method: String,
    /// Address.
    pub url: String,
    /// Headers in order; values may be secret.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: FetchBody,
    /// For one attempt, over all its redirects; absent: [`limits::HTTP_TIMEOUT_MS`].
    pub timeout: Option<Duration>,
    /// Further attempts after a failure that may pass; absent: none. Whoever asks for them takes into account
    /// that a call without an answer may have been carried out.
    pub retry: Option<u32>,
}

impl FetchRequest {
    /// A call with nothing but method and address.
    #[must_use]
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Self {
        let (method, url) = (method.into(), url.into());
        Self { method, url, headers: Vec::new(), body: FetchBody::Empty, timeout: None, retry: None }
    }
}

/// Shows only the method: address, headers and body may hold secrets.
impl fmt::Debug for FetchRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FetchRequest({})", self.method)
    }
}

/// What the call carries. Each but `Empty` brings a content type, which a header overrides.
#[derive(Clone, PartialEq)]
pub enum FetchBody {
    /// Nothing.
    Empty,
    /// `json:`.
    Json(Value),
    /// `form:`, percent-encoded.
    Form(Vec<(String, String)>),
    /// `text:`.
    Text(String),
    /// Raw bytes.
    Bytes(Bytes),
}

/// An answer with a status below 400.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FetchAnswer {
    /// Status code.
    pub status: u16,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body, decompressed.
    pub body: Bytes,
}

impl FetchAnswer {
    /// The body as text. What is not UTF-8 is read as Latin-1 when the answer says so, else with
    /// replacement characters.
    #[must_use]
    pub fn text(&self) -> String {
        let kind =
            self.headers.iter().find(|(name, _)| name == "content-type").map(|(_, kind)| kind.as_str());
        text_of(&self.body, kind.unwrap_or_default())
    }
}

/// A call that failed: `err.message`, `err.status?`, `err.body?` of a script's `else err`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FetchError {
    /// What failed, without path, query or header values.
    pub message: String,
    /// Status of the answer, when there was one.
    pub status: Option<u16>,
    /// Text of the answer, when there was one.
    pub body: Option<String>,
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FetchError {}

impl From<HttpError> for FetchError {
    fn from(error: HttpError) -> Self {
        Self { message: error.message, status: None, body: None }
    }
}

/// Makes a script's calls. One for each program, since each has its own `net` list.
#[derive(Clone, Debug)]
pub struct Fetcher {
    allow: AllowList,
    transport: Arc<dyn Transport>,
    pause: Arc<dyn Pause>,
}

impl Fetcher {
    /// For a program with this list.
    ///
    /// # Errors
    /// When TLS cannot be set up here.
    pub fn new(allow: AllowList, pause: Arc<dyn Pause>) -> Result<Self, HttpError> {
        Self::with_lookup(allow, pause, Arc::new(SystemLookup))
    }

    /// Like [`Self::new`], with names looked up elsewhere.
    ///
    /// # Errors
    /// When TLS cannot be set up here.
    pub fn with_lookup(
        allow: AllowList,
        pause: Arc<dyn Pause>,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self, HttpError> {
        let options = ClientOptions {
            system_proxy: false,
            allow: Some(allow.clone()),
            lookup,
            ..ClientOptions::default()
        };
        Ok(Self::over(allow, Arc::new(HttpClient::new(&options)?), pause))
    }

    /// For a program with this list, whose calls something else carries.
    #[must_use]
    pub fn over(allow: AllowList, transport: Arc<dyn Transport>, pause: Arc<dyn Pause>) -> Self {
        Self { allow, transport, pause }
    }

    /// Makes the call, repeating it as often as it asks for.
    ///
    /// # Errors
    /// No answer, or one with a status of 400 or more.
    pub async fn fetch(&self, request: &FetchRequest) -> Result<FetchAnswer, FetchError> {
        let prepared = prepare(request)?;
        self.allow.check(&prepared.url).map_err(|denial| invalid(denial.to_string()))?;
        let retries = request.retry.unwrap_or(0).min(limits::HTTP_RETRIES_MAX);
        let mut failures = 0;
        loop {
            let outcome = self.transport.carry(prepared.clone()).await;
            failures += 1;
            match pause_before_repeat(&outcome, failures, self.pause.jitter()) {
                Some(time) if failures <= retries => self.pause.sleep(time).await,
                _ => return finish(outcome, &prepared.url),
            }
        }
    }
}

/// How long to wait before a repeat; `None` when a repeat would not help.
fn pause_before_repeat(
    outcome: &Result<HttpResponse, HttpError>,
    failures: u32,
    jitter: f64,
) -> Option<Duration> {
    let max = Duration::from_millis(limits::HTTP_RETRY_PAUSE_MS_MAX);
    let backoff = Backoff { base: Duration::from_millis(500), max };
    let delay = backoff.delay(failures, jitter);
    match outcome {
        Ok(response) if matches!(response.status, 429 | 503) => match retry_after(response) {
            Some(asked) if asked > max => None,
            Some(asked) => Some(asked.max(delay)),
            None => Some(delay),
        },
        Ok(response) => matches!(response.status, 502 | 504).then_some(delay),
        Err(error) => match error.fault {
            HttpFault::Connect | HttpFault::Timeout | HttpFault::Dropped => Some(delay),
            HttpFault::Invalid | HttpFault::Denied | HttpFault::TooLarge | HttpFault::Redirect => None,
        },
    }
}

fn finish(outcome: Result<HttpResponse, HttpError>, url: &Url) -> Result<FetchAnswer, FetchError> {
    let response = outcome?;
    let headers: Vec<(String, String)> = response
        .headers
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    let answer = FetchAnswer { status: response.status, headers, body: response.body };
    if answer.status < 400 {
        return Ok(answer);
    }
    let message = format!("{} answered {}", shown(url), status_words(answer.status));
    Err(FetchError { message, status: Some(answer.status), body: Some(answer.text()) })
}

fn status_words(status: u16) -> String {
    let reason = reqwest::StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason());
    reason.map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
}

fn invalid(message: impl Into<String>) -> FetchError {
    FetchError { message: message.into(), status: None, body: None }
}

fn prepare(request: &FetchRequest) -> Result<HttpRequest, FetchError> {
    let url = Url::parse(request.url.trim())
        .map_err(|_| invalid("this is no address to call: it starts with `https://` and a host"))?;
    let method = Method::from_bytes(request.method.to_ascii_uppercase().as_bytes())
        .map_err(|_| invalid("this is no HTTP method"))?;
    let default_ms = u64::try_from(limits::HTTP_TIMEOUT_MS).unwrap_or(0);
    let timeout = request.timeout.unwrap_or(Duration::from_millis(default_ms));
    let mut prepared = HttpRequest::new(method, url, timeout);
    let (kind, body) = encode(&request.body)?;
    prepared.body = body;
    prepared.headers = headers(&request.headers)?;
    if let (Some(kind), false) = (kind, prepared.headers.contains_key(header::CONTENT_TYPE)) {
        prepared.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    Ok(prepared)
}

fn headers(pairs: &[(String, String)]) -> Result<HeaderMap, FetchError> {
    let mut map = HeaderMap::new();
    for (name, value) in pairs {
        if let Some(why) = refused_header(name) {
            return Err(invalid(why));
        }
        let header = HeaderName::from_bytes(name.trim().as_bytes())
            .map_err(|_| invalid(format!("`{}` is no name of a header", name.escape_debug())))?;
        // The value stays out of the message: it may be a secret with a newline at its end.
        let mut value = HeaderValue::from_str(value).map_err(|_| {
            invalid(format!("the value of the header `{name}` has a character that no header can have"))
        })?;
        value.set_sensitive(true);
        map.append(header, value);
    }
    Ok(map)
}

fn encode(body: &FetchBody) -> Result<(Option<&'static str>, HttpBody), FetchError> {
    Ok(match body {
        FetchBody::Empty => (None, HttpBody::Empty),
        FetchBody::Json(value) => {
            let bytes =
                serde_json::to_vec(value).map_err(|_| invalid("the body cannot be written as JSON"))?;
            (Some("application/json"), HttpBody::Bytes(Bytes::from(bytes)))
        }
        FetchBody::Form(pairs) => {
            let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            (Some("application/x-www-form-urlencoded"), HttpBody::Bytes(Bytes::from(text)))
        }
        FetchBody::Text(text) => {
            (Some("text/plain; charset=utf-8"), HttpBody::Bytes(Bytes::from(text.clone())))
        }
        FetchBody::Bytes(bytes) => (Some("application/octet-stream"), HttpBody::Bytes(bytes.clone())),
    })
}

fn text_of(body: &[u8], content_type: &str) -> String {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let kind = content_type.to_ascii_lowercase();
    match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(_) if kind.contains("iso-8859-1") || kind.contains("latin1") => {
            body.iter().copied().map(char::from).collect()
        }
        Err(_) => String::from_utf8_lossy(body).into_owned(),
    }
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
