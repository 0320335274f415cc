//! The network of a test: answers that the test declares, and what was called. Everything above the
//! wire is the production code: the allow-list, headers, retries.

use crate::engine::NetFetch;
use crate::net::{
    Bytes, Carrying, HeaderMap, HeaderName, HeaderValue, HttpBody, HttpError, HttpFault, HttpRequest,
    HttpResponse, Pause, Pausing, Transport,
};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a mocked address answers.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reply {
    /// An HTTP answer.
    Answer {
        /// HTTP status.
        status: u16,
        /// Headers.
        headers: Vec<(String, String)>,
        /// Body.
        body: String,
    },
    /// Nothing comes back in time.
    Timeout,
    /// Nobody listens.
    Refused,
}

/// A call that the script made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    /// Upper case.
    pub(super) method: String,
    /// As called, with its query.
    pub(super) url: String,
    /// The body as JSON; a text where it is none; null where it is empty.
    pub(super) json: serde_json::Value,
    /// Whether a mock answered.
    pub(super) mocked: bool,
}

/// Answers calls from the mocks of a test. Never reaches for the network.
#[derive(Clone, Debug, Default)]
pub(super) struct MockNetwork {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    mocks: Vec<Mock>,
    calls: Vec<Call>,
}

#[derive(Debug)]
struct Mock {
    method: String,
    url: String,
    /// In turn; the last one stays.
    replies: VecDeque<Reply>,
}

impl MockNetwork {
    /// Mocks an address. A later mock of the same method and address takes its place.
    pub(super) fn mock(&self, method: &str, url: &str, replies: Vec<Reply>) {
        let mut inner = self.inner();
        inner.mocks.retain(|mock| !(mock.method == method && mock.url == url));
        inner.mocks.push(Mock { method: method.to_owned(), url: url.to_owned(), replies: replies.into() });
    }

    /// All calls so far.
    pub(super) fn calls(&self) -> Vec<Call> {
        self.inner().calls.clone()
    }

    /// The first call that no mock answered.
    pub(super) fn unmocked(&self) -> Option<Call> {
        self.inner().calls.iter().find(|call| !call.mocked).cloned()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError> {
        let (method, url) = (request.method.as_str(), request.url.as_str());
        let mut inner = self.inner();
        let mock = inner.mocks.iter_mut().find(|mock| mock.method == method && same_address(&mock.url, url));
        let reply = mock.and_then(|mock| {
            if mock.replies.len() > 1 { mock.replies.pop_front() } else { mock.replies.front().cloned() }
        });
        inner.calls.push(Call {
            method: method.to_owned(),
            url: url.to_owned(),
            json: body_json(&request.body),
            mocked: reply.is_some(),
        });
        drop(inner);
        match reply {
            None => {
                let message = format!("the test has no mock for {method} {url}");
                Err(HttpError::new(HttpFault::Invalid, message))
            }
            Some(Reply::Timeout) => Err(HttpError::new(HttpFault::Timeout, "no answer in time")),
            Some(Reply::Refused) => Err(HttpError::new(HttpFault::Connect, "the connection was refused")),
            Some(Reply::Answer { status, headers, body }) => {
                Ok(HttpResponse { status, headers: header_map(&headers), body: Bytes::from(body) })
            }
        }
    }
}

impl Transport for MockNetwork {
    fn carry(&self, request: HttpRequest) -> Carrying<'_> {
        Box::pin(async move { self.answer(&request) })
    }
}

impl MockNetwork {
    /// The script's `http`, with these answers in place of the network.
    pub(super) fn fetch(&self) -> NetFetch {
        NetFetch::over(Arc::new(self.clone()), Arc::new(AtOnce))
    }
}

/// Retries of a test do not wait.
#[derive(Debug)]
struct AtOnce;

impl Pause for AtOnce {
    fn sleep(&self, _time: Duration) -> Pausing<'_> {
        Box::pin(std::future::ready(()))
    }

    fn elapsed_ms(&self) -> u64 {
        0
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}

/// A mock without a query answers calls with any query; `https://a.example` is `https://a.example/`.
fn same_address(mocked: &str, called: &str) -> bool {
    let plain = |url: &str| url.trim_end_matches('/').to_owned();
    let called_path = called.split('?').next().unwrap_or(called);
    plain(mocked) == plain(called) || (!mocked.contains('?') && plain(mocked) == plain(called_path))
}

fn header_map(headers: &[(String, String)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
        {
            map.append(name, value);
        }
    }
    map
}

fn body_json(body: &HttpBody) -> serde_json::Value {
    match body {
        HttpBody::Empty | HttpBody::Multipart(_) => serde_json::Value::Null,
        HttpBody::Bytes(bytes) => serde_json::from_slice(bytes)
            .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned().into()),
    }
}

/// Whether `found` has at least what `wanted` says: keys that are not listed do not matter.
pub(super) fn has_at_least(found: &serde_json::Value, wanted: &serde_json::Value) -> bool {
    use serde_json::Value as Json;
    match (found, wanted) {
        (Json::Object(found), Json::Object(wanted)) => wanted.iter().all(|(key, wanted)| {
            found.get(key).map_or(wanted.is_null(), |found| has_at_least(found, wanted))
        }),
        (Json::Array(found), Json::Array(wanted)) => {
            found.len() == wanted.len()
                && found.iter().zip(wanted).all(|(found, wanted)| has_at_least(found, wanted))
        }
        (Json::Number(found), Json::Number(wanted)) => found == wanted || found.as_f64() == wanted.as_f64(),
        _ => found == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::{MockNetwork, Reply, has_at_least};
    use crate::engine::Fetch;
    use crate::net::FetchRequest;
    use serde_json::json;

    fn ok(body: &str) -> Reply {
        Reply::Answer { status: 200, headers: Vec::new(), body: body.to_owned() }
    }

    async fn call(network: &MockNetwork, method: &str, url: &str, retry: u32) -> String {
        let mut request = FetchRequest::new(method, url);
        request.retry = Some(retry);
        let answer = network.fetch().fetch(&["a.example".into()], request).await;
        answer.map_or_else(|error| error.message, |answer| answer.text())
    }

    #[tokio::test]
    async fn replies_come_in_turn_and_the_last_one_stays() {
        let network = MockNetwork::default();
        network.mock("GET", "https://a.example/x", vec![ok("1"), Reply::Refused, ok("3")]);
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(call(&network, "GET", "https://a.example/x?page=2", 0).await);
        }
        assert_eq!(seen, ["1", "the connection was refused", "3", "3"]);
        assert!(network.unmocked().is_none());
        let answer = call(&network, "POST", "https://a.example/x", 0).await;
        assert_eq!(answer, "the test has no mock for POST https://a.example/x");
        assert_eq!(network.unmocked().map(|call| call.method), Some("POST".to_owned()));
    }

    #[tokio::test]
    async fn retries_and_the_allow_list_are_the_real_ones() {
        let network = MockNetwork::default();
        network.mock("GET", "https://a.example/", vec![Reply::Refused, Reply::Timeout, ok("there")]);
        assert_eq!(call(&network, "GET", "https://a.example", 2).await, "there");
        assert_eq!(network.calls().len(), 3);
        let denied = call(&network, "GET", "https://b.example/", 0).await;
        assert!(denied.contains("b.example"), "{denied}");
        assert_eq!(network.calls().len(), 3, "nothing was called");
    }

    #[test]
    fn listed_keys_matter() {
        for (found, wanted, expected) in [
            (json!({"a": 1, "b": 2}), json!({"a": 1}), true),
            (json!({"a": {"b": [1, {"c": 2, "d": 3}]}}), json!({"a": {"b": [1, {"c": 2}]}}), true),
            (json!({"a": 1}), json!({"a": 1.0}), true),
            (json!({"a": 1}), json!({"a": "1"}), false),
            (json!({"a": [1, 2]}), json!({"a": [1]}), false),
            (json!({}), json!({"a": null}), true),
            (json!({}), json!({"a": 1}), false),
        ] {
            assert_eq!(has_at_least(&found, &wanted), expected, "{found} {wanted}");
        }
    }
}
