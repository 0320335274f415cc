//! The Webex REST client: how a call is made, repeated and read. The calls themselves are in
//! `calls.rs`, `messages.rs` and `files.rs`.

use super::error::{WebexError, WebexErrorKind};
use super::paging::next_page;
use super::queue::{Errand, Queue, Urgency};
use super::retry::{Failures, Repeat, Verdict, asks_all, judge};
use super::watch::{CallWatch, Called, Unwatched, outcome, route};
use super::wire::Page;
use crate::base::limits;
use crate::hosts::{same_origin, shown};
use crate::net::{
    Bytes, ClientOptions, HeaderName, HeaderValue, HttpBody, HttpClient, HttpFault, HttpRequest,
    HttpResponse, Method, Pause, header, is_loopback,
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Where the API is when nothing else is said.
pub const API_URL: &str = "https://webexapis.com/v1";

/// Waits before asking again for what an event told of and is not visible yet, in milliseconds.
const VISIBLE_AFTER_MS: [u64; 3] = [300, 1000, 2000];

/// A client for one token. Cheap to clone; clones share connections and the queue.
#[derive(Clone)]
pub struct WebexClient {
    shared: Arc<Shared>,
    watch: Arc<dyn CallWatch>,
}

struct Shared {
    http: HttpClient,
    /// With a `/` at its end.
    api: Url,
    token: SecretString,
    queue: Queue,
    pause: Arc<dyn Pause>,
    timeout: Duration,
}

/// Shows where the API is, never the token.
impl fmt::Debug for WebexClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebexClient({})", shown(&self.shared.api))
    }
}

/// One call.
pub(super) struct Call {
    /// What it does, as in "send the message".
    pub(super) action: &'static str,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) body: HttpBody,
    /// Content type of a body of bytes.
    pub(super) content_type: Option<HeaderValue>,
    pub(super) repeat: Repeat,
    pub(super) timeout: Duration,
    pub(super) answer_bytes_max: usize,
    /// Files may be served from elsewhere; the client then leaves the token behind.
    pub(super) follow: bool,
}

impl WebexClient {
    /// A client for the API at `api_url`.
    ///
    /// # Errors
    /// When the address is none of http, the token cannot be a header, or TLS cannot be set up.
    pub fn new(api_url: &str, token: SecretString, pause: Arc<dyn Pause>) -> Result<Self, WebexError> {
        Self::with_timeout(api_url, token, pause, Duration::from_millis(limits::WEBEX_TIMEOUT_MS))
    }

    /// Like [`Self::new`], with another timeout for one attempt of a call.
    ///
    /// # Errors
    /// Like [`Self::new`].
    pub fn with_timeout(
        api_url: &str,
        token: SecretString,
        pause: Arc<dyn Pause>,
        timeout: Duration,
    ) -> Result<Self, WebexError> {
        let refused =
            |message: String| WebexError::new(WebexErrorKind::Refused, "set up the Webex client", message);
        let mut api = Url::parse(api_url.trim())
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| refused(format!("the address of the API is like {API_URL}")))?;
        if !api.path().ends_with('/') {
            let path = format!("{}/", api.path());
            api.set_path(&path);
        }
        if token.expose_secret().trim().is_empty() || bearer(&token).is_none() {
            return Err(refused("the token is empty or has characters that no token has".to_owned()));
        }
        // A proxy of the environment does not know what runs on this machine.
        let options = ClientOptions { system_proxy: !is_loopback(&api), ..ClientOptions::default() };
        let http = HttpClient::new(&options).map_err(|error| refused(error.message))?;
        let queue = Queue::new(Arc::clone(&pause));
        let shared = Arc::new(Shared { http, api, token, queue, pause, timeout });
        Ok(Self { shared, watch: Arc::new(Unwatched) })
    }

    /// The same client, whose calls are told to `watch`.
    #[must_use]
    pub fn watched(self, watch: Arc<dyn CallWatch>) -> Self {
        Self { watch, ..self }
    }

    /// The queue that every call of the token waits in.
    #[must_use]
    pub fn queue(&self) -> &Queue {
        &self.shared.queue
    }

    /// Where the API is, with a `/` at its end.
    pub(super) fn api(&self) -> &Url {
        &self.shared.api
    }

    /// Whether it speaks to a Webex of this machine.
    pub(super) fn is_local(&self) -> bool {
        is_loopback(&self.shared.api)
    }

    /// The token as the first frame of a websocket has it.
    #[must_use]
    pub fn bearer(&self) -> SecretString {
        SecretString::from(format!("Bearer {}", self.shared.token.expose_secret().trim()))
    }

    /// The address of `segments` below the API; each is encoded.
    pub(super) fn url(&self, segments: &[&str]) -> Url {
        let mut url = self.shared.api.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    /// A call without a body.
    pub(super) fn request(&self, action: &'static str, method: Method, url: Url) -> Call {
        Call {
            action,
            method,
            url,
            body: HttpBody::Empty,
            content_type: None,
            repeat: Repeat::Harmless,
            timeout: self.shared.timeout,
            answer_bytes_max: limits::HTTP_BODY_BYTES_MAX,
            follow: false,
        }
    }

    /// `GET`, read as `T`.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        action: &'static str,
        segments: &[&str],
    ) -> Result<T, WebexError> {
        let response = self.call(self.request(action, Method::GET, self.url(segments))).await?;
        read(action, &response)
    }

    /// Like [`Self::get`], right after the event that told of it: an event can be ahead of what it tells
    /// of, so what is not found is asked for again shortly after.
    pub(super) async fn get_after_event<T: DeserializeOwned>(
        &self,
        action: &'static str,
        segments: &[&str],
    ) -> Result<T, WebexError> {
        let call = || self.request(action, Method::GET, self.url(segments));
        read(action, &self.call_after_event(call).await?)
    }

    /// Makes a call right after the event that told of what it asks for.
    pub(super) async fn call_after_event(&self, make: impl Fn() -> Call) -> Result<HttpResponse, WebexError> {
        for wait_ms in VISIBLE_AFTER_MS {
            match self.call(make()).await {
                Err(error) if error.kind == WebexErrorKind::NotFound => {
                    self.shared.pause.sleep(Duration::from_millis(wait_ms)).await;
                }
                outcome => return outcome,
            }
        }
        self.call(make()).await
    }

    /// `POST` or `PUT` of `body` as JSON, the answer read as `T`.
    pub(super) async fn send_json<T: DeserializeOwned>(
        &self,
        call: Call,
        body: &(impl Serialize + Sync),
    ) -> Result<T, WebexError> {
        let action = call.action;
        let body = serde_json::to_vec(body)
            .map_err(|_| WebexError::new(WebexErrorKind::Refused, action, "it cannot be written as JSON"))?;
        let content_type = Some(HeaderValue::from_static("application/json"));
        let call = Call { body: HttpBody::Bytes(Bytes::from(body)), content_type, ..call };
        read(action, &self.call(call).await?)
    }

    /// `DELETE`. When a repeated one finds nothing any more, the first one did it.
    pub(super) async fn delete_at(&self, action: &'static str, segments: &[&str]) -> Result<(), WebexError> {
        match self.call(self.request(action, Method::DELETE, self.url(segments))).await {
            Err(error) if error.kind == WebexErrorKind::NotFound && error.attempts > 1 => Ok(()),
            outcome => outcome.map(drop),
        }
    }

    /// All entries of a list over its pages, `items_max` at most.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        action: &'static str,
        segments: &[&str],
        query: &[(String, String)],
        items_max: usize,
    ) -> Result<Vec<T>, WebexError> {
        self.list_until(action, segments, (query, items_max), |_| false).await
    }

    /// The entries of a list over its pages, `items_max` at most, up to a page that is enough.
    pub(super) async fn list_until<T: DeserializeOwned>(
        &self,
        action: &'static str,
        segments: &[&str],
        (query, items_max): (&[(String, String)], usize),
        enough: impl Fn(&[T]) -> bool,
    ) -> Result<Vec<T>, WebexError> {
        let mut url = self.url(segments);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut items = Vec::new();
        for _ in 0..limits::PAGES_MAX {
            let response = self.call(self.request(action, Method::GET, url.clone())).await?;
            let page: Page<T> = read(action, &response)?;
            let enough = enough(&page.items);
            items.extend(page.items);
            match next_page(&self.shared.api, query, &response)? {
                Some(next) if !enough && items.len() < items_max && next != url => url = next,
                _ => break,
            }
        }
        items.truncate(items_max);
        Ok(items)
    }

    /// Makes a call in its turn, repeating it as its kind allows; the answer is a success.
    pub(super) async fn call(&self, call: Call) -> Result<HttpResponse, WebexError> {
        let queue = &self.shared.queue;
        let ticket = queue.ticket();
        let mut failures = Failures::default();
        let acts = call.repeat != Repeat::Harmless;
        let mut others = Others::seen((queue, acts), self.shared.pause.elapsed_ms());
        loop {
            let slot = queue.slot(&ticket).await;
            let outcome = self.watched_attempt(&call).await;
            if let Some(date_ms) = outcome.as_ref().ok().and_then(date_ms)
                && same_origin(&call.url, &self.shared.api)
            {
                queue.saw_time(date_ms);
            }
            if let Ok(response) = &outcome
                && response.is_success()
            {
                queue.answered(acts);
                queue.widen();
                return Ok(response.clone());
            }
            let limited = asks_all(&outcome).is_some();
            let refused = !limited && outcome.as_ref().is_ok_and(|response| response.status < 500);
            let now_ms = self.shared.pause.elapsed_ms();
            failures.all += 1;
            failures.patient = others.are_waited_for(now_ms);
            // One too many is the failure of nobody: it is as good as not made yet.
            let of_all = limited && failures.patient;
            failures.own += u32::from((others.got_through(queue, now_ms) || refused) && !of_all);
            if refused && is_of_token(&outcome) {
                queue.turned_away(acts);
            } else if refused {
                queue.answered(acts);
            } else if limited {
                queue.reached();
            }
            let Verdict { again, all_wait } =
                judge(&outcome, call.repeat, failures, self.shared.pause.jitter());
            let no_way = self.has_no_way(&call, &outcome);
            if let Some(time) = all_wait {
                queue.close_for(time);
            }
            let error = self.explain(call.action, outcome, failures.all);
            if !no_way && self.is_of_webex(&call, &error) {
                queue.failed(acts, error.status);
            }
            if let Some(time) = again.filter(|_| no_way) {
                queue.away_for(time, &error);
            }
            drop(slot);
            let Some(time) = again else { return Err(error) };
            if all_wait.is_some() || no_way {
                // The queue tells of the pause, once for all who wait.
                tracing::debug!(attempt = failures.all, "{error}; trying again");
                continue;
            }
            let (attempt, wait_ms) = (failures.all, time.as_millis());
            if Urgency::insists() {
                tracing::warn!(attempt, wait_ms, "{error}; trying again");
            } else {
                // Whoever asked says what came of it.
                tracing::debug!(attempt, wait_ms, "{error}; trying again");
            }
            self.shared.pause.sleep(time).await;
        }
    }

    /// Whether a call that insists could not connect to the API: then no other can either.
    fn has_no_way(&self, call: &Call, outcome: &Result<HttpResponse, crate::net::HttpError>) -> bool {
        Urgency::insists()
            && same_origin(&call.url, &self.shared.api)
            && outcome.as_ref().is_err_and(|error| error.fault == HttpFault::Connect)
    }

    /// Whether a call failed because no other would get through either, as far as anybody can tell: those that are one too
    /// many and those with a refused token whoever makes them, others if they insist.
    fn is_of_webex(&self, call: &Call, error: &WebexError) -> bool {
        match error.kind {
            WebexErrorKind::RateLimited | WebexErrorKind::Unauthorized => true,
            WebexErrorKind::Server | WebexErrorKind::Unclear => {
                Urgency::insists() && same_origin(&call.url, &self.shared.api)
            }
            WebexErrorKind::Forbidden
            | WebexErrorKind::NotFound
            | WebexErrorKind::Conflict
            | WebexErrorKind::Gone
            | WebexErrorKind::Locked
            | WebexErrorKind::Unscannable
            | WebexErrorKind::Invalid
            | WebexErrorKind::Unreachable
            | WebexErrorKind::Malformed
            | WebexErrorKind::Refused => false,
        }
    }

    async fn watched_attempt(&self, call: &Call) -> Result<HttpResponse, crate::net::HttpError> {
        let began_ms = self.shared.pause.elapsed_ms();
        let answer = self.attempt(call).await;
        let took_ms = self.shared.pause.elapsed_ms().saturating_sub(began_ms);
        self.watch.called(&Called {
            method: call.method.as_str(),
            route: route(&self.shared.api, &call.url),
            outcome: outcome(&answer),
            took: Duration::from_millis(took_ms),
        });
        answer
    }

    async fn attempt(&self, call: &Call) -> Result<HttpResponse, crate::net::HttpError> {
        let mut request = HttpRequest::new(call.method.clone(), call.url.clone(), call.timeout);
        request.answer_bytes_max = call.answer_bytes_max;
        request.body = call.body.clone();
        if let Some(bearer) = bearer(&self.shared.token) {
            request.headers.insert(header::AUTHORIZATION, bearer);
        }
        if let Some(kind) = &call.content_type {
            request.headers.insert(header::CONTENT_TYPE, kind.clone());
        }
        let mark = || self.shared.pause.jitter().to_bits();
        let name = Errand::name().map(|name| format!("{name}_")).unwrap_or_default();
        if let Ok(id) = HeaderValue::try_from(format!("wbot_{name}{:016x}{:016x}", mark(), mark())) {
            request.headers.insert(HeaderName::from_static("trackingid"), id);
        }
        if call.follow {
            self.shared.http.follow(request).await
        } else {
            self.shared.http.send(request).await
        }
    }

    fn explain(
        &self,
        action: &'static str,
        outcome: Result<HttpResponse, crate::net::HttpError>,
        attempts: u32,
    ) -> WebexError {
        let error = match outcome {
            Ok(response) => WebexError::from_response(action, &response),
            Err(error) => WebexError::from_http(action, error),
        };
        WebexError { attempts, ..error.scrub(self.shared.token.expose_secret()) }
    }
}

/// What a call that fails knows of others: while none gets through it is not its own failure.
struct Others {
    acts: bool,
    answers: u64,
    since_ms: u64,
}

impl Others {
    fn seen((queue, acts): (&Queue, bool), now_ms: u64) -> Self {
        Self { acts, answers: queue.answers(acts), since_ms: now_ms }
    }

    /// Whether others got through since this was asked last, as far as that matters.
    fn got_through(&mut self, queue: &Queue, now_ms: u64) -> bool {
        let answers = std::mem::replace(&mut self.answers, queue.answers(self.acts));
        self.answers != answers || !self.are_waited_for(now_ms)
    }

    /// Whether it goes on for as long as none does.
    fn are_waited_for(&self, now_ms: u64) -> bool {
        Urgency::insists() && now_ms.saturating_sub(self.since_ms) < limits::OUTAGE_MS_MAX
    }
}

/// Whether the token was refused.
fn is_of_token(outcome: &Result<HttpResponse, crate::net::HttpError>) -> bool {
    outcome.as_ref().is_ok_and(|response| response.status == 401)
}

/// When an answer says that it was made, in milliseconds since 1970.
pub(super) fn date_ms(response: &HttpResponse) -> Option<i64> {
    let date = jiff::fmt::rfc2822::parse(response.header("date")?).ok()?;
    Some(date.timestamp().as_millisecond())
}

/// Reads an answer.
pub(super) fn read<T: DeserializeOwned>(
    action: &'static str,
    response: &HttpResponse,
) -> Result<T, WebexError> {
    serde_json::from_slice(&response.body).map_err(|error| {
        let message = format!("Webex answered {} with something unexpected: {error}", response.status);
        let tracking_id = response.header("trackingid").map(str::to_owned);
        WebexError {
            status: None,
            tracking_id,
            ..WebexError::new(WebexErrorKind::Malformed, action, message)
        }
    })
}

fn bearer(token: &SecretString) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose_secret().trim())).ok()?;
    value.set_sensitive(true);
    Some(value)
}
