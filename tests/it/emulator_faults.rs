//! Faults on demand: on calls, on deliveries to webhooks, on frames of the websocket, and over HTTP.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use wbot::emulator::{CallFault, DeliveryFault, DeliveryPolicy, Fault, FrameFault, FrameKind};
use wbot::net::{Received, Socket, SocketError};

use crate::emulator_support::{Receiver, Reply, Webex};

/// Longer than anything takes here.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn faults_of_calls_happen_once_and_the_next_call_is_served() {
    let webex = Webex::start().await;
    let room = webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap().room_id;
    let say = || webex.post("/messages", json!({ "roomId": room, "text": "hi" }));
    let count = || webex.emulator.messages_of(&webex.id("alice"), &room).len();

    let status = CallFault::Status { status: 429, retry_after_s: Some(3) };
    webex.emulator.inject(Fault::call("POST", "/messages", status));
    let limited = say().await;
    assert_eq!((limited.status, limited.header("retry-after")), (429, "3"));
    assert_eq!(limited.json["trackingId"].as_str(), Some(limited.header("trackingid")));
    assert_eq!(count(), 1, "a call that is refused is not carried out");

    webex.emulator.inject(Fault::call("POST", "/messages", CallFault::HtmlGateway));
    let gateway = say().await;
    assert_eq!((gateway.status, gateway.header("content-type")), (502, "text/html; charset=utf-8"));

    for (kind, messages) in [(CallFault::DropBefore, 1), (CallFault::DropAfter, 2)] {
        webex.emulator.inject(Fault::call("POST", "/messages", kind));
        let call = webex.call(Method::POST, "/messages").json(&json!({ "roomId": room, "text": "hi" }));
        assert!(call.send().await.is_err(), "the connection is closed");
        assert_eq!(count(), messages);
    }
    webex.emulator.inject(Fault::call("POST", "/messages", CallFault::Latency { ms: 1 }));
    assert_eq!(say().await.status, 200);
    assert_eq!(count(), 3);
    let fired: Vec<u32> = webex.emulator.faults().iter().map(|rule| rule.fired).collect();
    assert_eq!(fired, [1; 5]);
}

#[tokio::test]
async fn faults_are_ordered_listed_and_taken_back_over_http() {
    let webex = Webex::start().await;
    let fault = json!({
        "on": "call", "method": "GET", "path": "/people/*$", "kind": "status", "status": 503, "times": 2,
    });
    let ordered = webex.control(Method::POST, "/faults", Some(fault)).await;
    assert_eq!((ordered.status, &ordered.json["id"]), (200, &json!(1)), "{}", ordered.text);
    let slow = json!({ "on": "delivery", "kind": "latency", "ms": 5, "always": true });
    assert_eq!(webex.control(Method::POST, "/faults", Some(slow)).await.json["id"], 2);
    for expected in [503, 503, 200] {
        assert_eq!(webex.get("/people/me").await.status, expected);
    }
    let list = webex.control(Method::GET, "/faults", None).await.json;
    let first = json!({
        "id": 1, "matched": 2, "fired": 2, "on": "call", "method": "GET", "path": "/people/*$",
        "kind": "status", "status": 503, "times": 2,
    });
    let second = json!({
        "id": 2, "matched": 0, "fired": 0, "on": "delivery", "kind": "latency", "ms": 5, "always": true,
    });
    assert_eq!(list, json!([first, second]));
    assert_eq!(webex.control(Method::DELETE, "/faults/2", None).await.status, 204);
    assert_eq!(webex.control(Method::DELETE, "/faults/2", None).await.status, 404);
    assert_eq!(webex.control(Method::DELETE, "/faults", None).await.status, 204);
    assert_eq!(webex.control(Method::GET, "/faults", None).await.json, json!([]));
    let wrong = json!({ "on": "delivery", "kind": "drop", "time": 2 });
    let refused = webex.control(Method::POST, "/faults", Some(wrong)).await;
    assert_eq!(refused.status, 400);
    assert!(refused.json["message"].as_str().unwrap().contains("unknown field `time`"), "{}", refused.text);
}

#[tokio::test]
async fn a_limit_refuses_with_the_time_to_wait_until_it_is_taken_back() {
    let webex = Webex::start().await;
    let limit = json!({ "on": "call", "path": "/people", "kind": "limit", "perMinute": 3 });
    let ordered = webex.control(Method::POST, "/faults", Some(limit)).await;
    assert_eq!((ordered.status, &ordered.json["always"]), (200, &json!(true)), "{}", ordered.text);
    for expected in [200, 200, 200, 429] {
        assert_eq!(webex.get("/people/me").await.status, expected);
    }
    let refused = webex.get("/people/me").await;
    assert!(matches!(refused.header("retry-after"), "19" | "20"), "{}", refused.header("retry-after"));
    assert_eq!(webex.get("/rooms").await.status, 200, "other calls are not counted");
    assert_eq!(webex.control(Method::DELETE, "/faults/1", None).await.status, 204);
    assert_eq!(webex.get("/people/me").await.status, 200);
}

/// What arrives at a webhook when Alice says as many words, by number; and what failed.
async fn delivered(fault: Fault, words: usize) -> Vec<usize> {
    let (webex, receiver) = (Webex::start().await, Receiver::start().await);
    webex.hook(&receiver, "messages", "created").await;
    webex.emulator.inject(fault);
    let said: Vec<Value> = (0..words)
        .map(|at| json!(webex.emulator.say_direct(&webex.id("alice"), &at.to_string()).unwrap().id))
        .collect();
    webex.emulator.idle().await;
    let number = |id: &Value| said.iter().position(|said| said == id).unwrap();
    receiver.received().iter().map(|one| number(&one.json()["data"]["id"])).collect()
}

#[tokio::test]
async fn deliveries_come_twice_never_late_or_in_another_order() {
    let of = |fault| Fault::delivery_of("messages", "created", fault);
    let soon = |by| DeliveryFault::Reorder { by, ms: 20_000 };
    assert_eq!(delivered(of(DeliveryFault::Duplicate), 2).await, [0, 0, 1]);
    assert_eq!(delivered(of(DeliveryFault::Drop).skip(1), 3).await, [0, 2]);
    assert_eq!(delivered(of(DeliveryFault::Latency { ms: 5 }), 2).await, [0, 1]);
    assert_eq!(delivered(of(soon(1)), 3).await, [1, 0, 2]);
    assert_eq!(delivered(of(soon(2)), 4).await, [1, 2, 0, 3]);
    assert_eq!(delivered(of(soon(1)).times(2), 4).await, [2, 0, 1, 3]);
    assert_eq!(delivered(of(DeliveryFault::Reorder { by: 9, ms: 30 }), 1).await, [0], "in its time");
    assert_eq!(delivered(of(DeliveryFault::Fail), 2).await, [0, 1], "repeated once");
    assert_eq!(delivered(of(DeliveryFault::Unheard).times(2), 2).await, [0, 0, 0, 1]);
    assert_eq!(delivered(Fault::delivery_of("rooms", "created", DeliveryFault::Drop), 1).await, [0]);
}

#[tokio::test]
async fn a_seed_makes_the_same_faults() {
    let drawn = |seed| delivered(Fault::delivery(DeliveryFault::Drop).always().chance(0.5, seed), 30);
    let first = drawn(3).await;
    assert_eq!(first, drawn(3).await);
    assert_ne!(first, drawn(4).await);
    assert!((5..25).contains(&first.len()), "{first:?}");
}

#[tokio::test]
async fn ordered_failures_switch_a_webhook_off() {
    let policy = DeliveryPolicy { failures_max: 4, pause_ms: 1, ..DeliveryPolicy::default() };
    let webex = Webex::start_with(|config| config.delivery = policy).await;
    let receiver = Receiver::start().await;
    let id = webex.hook(&receiver, "messages", "created").await;
    webex.emulator.inject(Fault::delivery(DeliveryFault::Fail).always());
    for _ in 0..2 {
        webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    }
    webex.emulator.idle().await;
    assert_eq!(webex.get(&format!("/webhooks/{id}")).await.json["status"], "inactive");
    assert!(receiver.received().is_empty());
}

#[tokio::test]
async fn the_last_delivery_is_made_again() {
    let (webex, receiver) = (Webex::start().await, Receiver::start().await);
    webex.hook(&receiver, "messages", "created").await;
    assert_eq!(webex.control(Method::POST, "/redeliver", None).await.status, 404);
    webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    webex.emulator.idle().await;
    assert!(webex.emulator.redeliver_last());
    assert_eq!(webex.control(Method::POST, "/redeliver", None).await.status, 204);
    webex.emulator.idle().await;
    let received = receiver.received();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|one| one.body == received[0].body));
}

/// A websocket of the bot.
struct Line {
    webex: Webex,
    address: String,
    socket: Socket,
}

impl Line {
    /// Opens one and sends the authorization; what comes then is not read.
    async fn open(webex: Webex) -> Self {
        let url = format!("{}wdm/api/v1/devices", webex.emulator.page_url());
        let call = webex.http().post(url).bearer_auth("emulated-bot-token").json(&json!({ "name": "test" }));
        let device = Reply::of(call.send().await.unwrap()).await.json;
        let address = format!("{}?outboundWireFormat=text", device["webSocketUrl"].as_str().unwrap());
        let mut socket = connect(&address).await.unwrap();
        let token = json!({ "token": "Bearer emulated-bot-token" });
        let first = json!({ "id": "1", "type": "authorization", "data": token });
        socket.send(first.to_string()).await.unwrap();
        Self { webex, address, socket }
    }

    /// One that is ready.
    async fn ready() -> Self {
        let mut line = Self::open(Webex::start().await).await;
        assert_eq!(line.next().await["data"]["eventType"], "mercury.buffer_state");
        line
    }

    async fn next(&mut self) -> Value {
        match self.end_or_next().await {
            Received::Text(text) => serde_json::from_str(&text).unwrap(),
            closed @ Received::Closed { .. } => panic!("{closed:?}"),
        }
    }

    async fn end_or_next(&mut self) -> Received {
        tokio::time::timeout(PATIENCE, self.socket.receive()).await.expect("something comes")
    }

    async fn ping(&mut self, id: &str) {
        self.socket.send(json!({ "id": id, "type": "ping" }).to_string()).await.unwrap();
    }

    /// Says so many words after this fault was ordered, then pings, and gives what comes before the pong: which
    /// word each frame is about, and the number of the frame less that of the first word.
    async fn told(fault: Fault, words: usize) -> Vec<(usize, u64)> {
        let mut line = Self::ready().await;
        let alice = line.webex.id("alice");
        line.webex.emulator.say_direct(&alice, "first").unwrap();
        // The conversation and the first word.
        let (_, first) = (line.next().await, line.next().await["sequenceNumber"].as_u64().unwrap());
        line.webex.emulator.inject(fault);
        let said: Vec<String> = (0..words)
            .map(|at| line.webex.emulator.say_direct(&alice, &at.to_string()).unwrap().id)
            .map(|id| wbot::webex::id_key(&id))
            .collect();
        let mut told = Vec::new();
        loop {
            // Whatever is on its way comes before the pong of a later ping.
            line.ping("p").await;
            let mut frame = line.next().await;
            let before = told.len();
            while frame["type"] != "pong" {
                let id = frame["data"]["activity"]["id"].as_str().unwrap().to_owned();
                let at = said.iter().position(|said| *said == id).unwrap_or(usize::MAX);
                told.push((at, frame["sequenceNumber"].as_u64().unwrap() - first));
                frame = line.next().await;
            }
            if told.len() == before {
                return told;
            }
        }
    }
}

async fn connect(address: &str) -> Result<Socket, SocketError> {
    Socket::connect(&address.parse().unwrap(), PATIENCE, false, [7; 16]).await
}

#[tokio::test]
async fn frames_come_twice_never_again_or_in_another_order() {
    let of = |fault| Fault::frame(FrameKind::Activity, fault);
    let before = usize::MAX;
    assert_eq!(Line::told(of(FrameFault::Duplicate), 2).await, [(0, 1), (0, 1), (1, 2)]);
    assert_eq!(Line::told(of(FrameFault::Drop), 2).await, [(1, 2)], "the numbers have a gap");
    assert_eq!(Line::told(of(FrameFault::Latency { ms: 5 }), 1).await, [(0, 1)]);
    let soon = FrameFault::Reorder { by: 1, ms: 20_000 };
    assert_eq!(Line::told(of(soon), 3).await, [(1, 2), (0, 1), (2, 3)]);
    let replay = FrameFault::Replay { last: 1 };
    assert_eq!(Line::told(of(replay), 2).await, [(0, 1), (before, 0), (1, 2)]);
}

#[tokio::test]
async fn a_socket_is_closed_refused_or_falls_silent() {
    let closed = |code: u16, reason: &str| Received::Closed { code: Some(code), reason: reason.to_owned() };
    let close = |code, reason: &str| FrameFault::Close { code, reason: reason.to_owned() };

    let webex = Webex::start().await;
    webex.emulator.inject(Fault::frame(FrameKind::Ready, close(4401, "expired")));
    let mut line = Line::open(webex).await;
    assert_eq!(line.end_or_next().await, closed(4401, "expired"), "the authorization is refused");

    let mut line = Line::ready().await;
    line.webex.emulator.inject(Fault::frame(FrameKind::Activity, close(1001, "going away")));
    line.webex.emulator.say_direct(&line.webex.id("alice"), "hello").unwrap();
    assert_eq!(line.end_or_next().await, closed(1001, "going away"));

    let mut line = Line::ready().await;
    assert_eq!(line.webex.control(Method::GET, "/sockets", None).await.json, json!({ "open": 1 }));
    assert_eq!(line.webex.control(Method::DELETE, "/sockets?code=4000", None).await.status, 204);
    assert_eq!(line.end_or_next().await, closed(4000, "going away"));

    for unsaid in [1005, 1006, 1015] {
        let mut line = Line::ready().await;
        let path = format!("/sockets?code={unsaid}");
        assert_eq!(line.webex.control(Method::DELETE, &path, None).await.status, 204);
        let end = Received::Closed { code: None, reason: String::new() };
        assert_eq!(line.end_or_next().await, end, "{unsaid} is in no frame");
    }
    assert_eq!(line.webex.control(Method::DELETE, "/sockets?code=9", None).await.status, 400);

    let mut line = Line::ready().await;
    line.webex.emulator.inject(Fault::frame(FrameKind::Pong, FrameFault::Silence));
    line.ping("1").await;
    while line.webex.emulator.faults().iter().all(|rule| rule.fired == 0) {
        tokio::task::yield_now().await;
    }
    line.webex.emulator.say_direct(&line.webex.id("alice"), "hello").unwrap();
    line.ping("2").await;
    let silence = tokio::time::timeout(Duration::from_millis(100), line.socket.receive()).await;
    assert!(silence.is_err(), "{silence:?}");

    let refusal = CallFault::Status { status: 503, retry_after_s: None };
    line.webex.emulator.inject(Fault::call("GET", "/mercury", refusal));
    assert_eq!(connect(&line.address).await.err(), Some(SocketError::Status(503)));
    assert!(connect(&line.address).await.is_ok());
    assert_eq!(line.webex.control(Method::DELETE, "/devices", None).await.status, 204);
    assert_eq!(connect(&line.address).await.err(), Some(SocketError::Status(404)));
}
