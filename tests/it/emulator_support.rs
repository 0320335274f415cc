//! What the tests of the emulator share: a client with a token, and a receiver of webhooks.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::sync::watch;
use wbot::emulator::{DeliveryPolicy, Emulator, EmulatorConfig, ManualClock};

/// An emulator whose clock stands still, with the bot's token at hand.
pub struct Webex {
    pub emulator: Emulator,
    pub clock: ManualClock,
    http: Client,
    token: String,
}

impl Webex {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut EmulatorConfig)) -> Self {
        let clock = ManualClock::new("2026-01-05T09:00:00Z".parse::<Timestamp>().unwrap());
        let mut config = EmulatorConfig { clock: Arc::new(clock.clone()), ..EmulatorConfig::default() };
        config.bot.display_name = "Test Bot".into();
        config.delivery = DeliveryPolicy { pause_ms: 1, ..config.delivery };
        change(&mut config);
        let token = config.bot.token.clone();
        let emulator = Emulator::start(config).await.unwrap();
        emulator.note_calls();
        let http = Client::builder().no_proxy().build().unwrap();
        Self { emulator, clock, http, token }
    }

    /// Id of a person by first name.
    pub fn id(&self, name: &str) -> String {
        let email = format!("{name}@example.com");
        self.emulator.read(|world| world.person_by_email(&email).unwrap().id.clone())
    }

    /// A call of the bot.
    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.emulator.api_url())).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Reply {
        Reply::of(self.call(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        Reply::of(self.call(Method::POST, path).json(&body).send().await.unwrap()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        Reply::of(self.call(Method::PUT, path).json(&body).send().await.unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        Reply::of(self.call(Method::DELETE, path).send().await.unwrap()).await
    }

    /// A call of the page.
    pub async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let url = format!("{}control{path}", self.emulator.page_url());
        let call = self.http.request(method, url);
        let call = match body {
            Some(body) => call.json(&body),
            None => call,
        };
        Reply::of(call.send().await.unwrap()).await
    }

    pub fn http(&self) -> &Client {
        &self.http
    }

    /// Registers a webhook of the bot at `receiver`.
    pub async fn hook(&self, receiver: &Receiver, resource: &str, event: &str) -> String {
        let hook = json!({
            "name": format!("{resource} {event}"), "targetUrl": receiver.url, "resource": resource,
            "event": event, "secret": "s3cret",
        });
        self.post("/webhooks", hook).await.json["id"].as_str().unwrap().to_owned()
    }
}

/// Whatever a test looks at: each of its answers has the form that Webex gives it.
impl Drop for Webex {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            crate::contract::verify(&self.emulator);
        }
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
    pub json: Value,
}

impl Reply {
    pub async fn of(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status, headers, text, json }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The texts of a list of messages.
    pub fn texts(&self) -> Vec<&str> {
        self.json["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap()).collect()
    }
}

/// One delivery as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub signature: Option<String>,
    pub content_type: String,
    pub body: Vec<u8>,
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A server that keeps what is posted to it and answers with the statuses that were set, then 200.
pub struct Receiver {
    pub url: String,
    state: Arc<ReceiverState>,
}

struct ReceiverState {
    received: watch::Sender<Vec<Received>>,
    statuses: Mutex<Vec<u16>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let state =
            Arc::new(ReceiverState { received: watch::Sender::default(), statuses: Mutex::default() });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webex", listener.local_addr().unwrap());
        let router = Router::new().fallback(keep).with_state(Arc::clone(&state));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, state }
    }

    /// The next answers, in order.
    pub fn answer_with(&self, statuses: &[u16]) {
        self.state.statuses.lock().unwrap().extend(statuses);
    }

    /// What has arrived, once it is this many.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        self.state.received.subscribe().wait_for(|all| all.len() >= count).await.unwrap().clone()
    }

    pub fn received(&self) -> Vec<Received> {
        self.state.received.borrow().clone()
    }
}

async fn keep(State(state): State<Arc<ReceiverState>>, request: Request) -> StatusCode {
    let (head, body) = request.into_parts();
    let header = |name: &str| head.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let (signature, content_type) = (header("x-spark-signature"), header("content-type").unwrap_or_default());
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
    state.received.send_modify(|all| all.push(Received { signature, content_type, body }));
    let mut statuses = state.statuses.lock().unwrap();
    let status = if statuses.is_empty() { 200 } else { statuses.remove(0) };
    StatusCode::from_u16(status).unwrap()
}
