//! The store is out of order for a while: a full disk, an error of the device.

use super::faulty::Faulty;
use super::programs::{compiled, saying};
use super::stage::{NOW_MS, Stage, deliver_all, post};
use crate::support::logged::Logged;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use url::Url;
use wbot::engine::admin::Admin;
use wbot::engine::store::StoreError;
use wbot::engine::{Delivered, EngineHandle, NotTaken};
use wbot::ir::Program;
use wbot::net::{ClientOptions, HttpClient, HttpRequest, Method, Server};

fn full() -> StoreError {
    StoreError::Unavailable("database or disk is full".into())
}

async fn start(program: Program) -> (Stage, Arc<Faulty>, EngineHandle) {
    let mut stage = Stage::new();
    let store = Arc::new(Faulty::over(&stage.store));
    stage.store = store.clone();
    let engine = stage.start(program).await;
    (stage, store, engine)
}

/// `/readyz` of an engine.
struct Readiness {
    _server: Server,
    client: HttpClient,
    url: Url,
}

impl Readiness {
    async fn of(engine: &EngineHandle) -> Self {
        let admin = Admin::new(Arc::default());
        admin.attach(engine.clone());
        let server = admin.listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let url = format!("http://{}/readyz", server.address()).parse().unwrap();
        let options = ClientOptions { system_proxy: false, ..ClientOptions::default() };
        Self { _server: server, client: HttpClient::new(&options).unwrap(), url }
    }

    /// What it says of the store.
    async fn of_store(&self) -> serde_json::Value {
        let request = HttpRequest::new(Method::GET, self.url.clone(), Duration::from_secs(30));
        let answer = self.client.send(request).await.unwrap();
        assert_eq!(answer.status, 503, "no way into Webex is open here");
        let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        body["parts"]["store"].clone()
    }
}

async fn until_refused(store: &Faulty, times: usize) {
    while store.refused() < times {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_run_waits_for_the_store_and_goes_on_without_a_restart() {
    // Wherever it fails on the way.
    for commits in 0..5 {
        let (stage, store, engine) = start(saying(&["one", "two"])).await;
        assert_eq!(engine.store_fails_since(), None);
        let event = stage.writes("alice", "r", "x");
        if commits == 0 {
            store.fail_after(0, full());
            assert_eq!(
                engine.deliver(event.clone()).await,
                Err(NotTaken::Store(full())),
                "no event is taken"
            );
            store.mend();
        }
        store.fail_after(commits.max(1), full());
        assert_eq!(engine.deliver(event).await, Ok(Delivered::Accepted));
        let before = store.refused();
        until_refused(&store, before + 3).await;
        let other = stage.writes("bob", "q", "y");
        assert_eq!(engine.deliver(other.clone()).await, Err(NotTaken::Store(full())), "no event is taken");
        assert_eq!(engine.store_fails_since(), Some(NOW_MS));
        store.mend();
        engine.idle().await;
        assert_eq!(engine.store_fails_since(), None);
        assert_eq!(stage.webex.said_in("r"), ["one", "two"], "after {commits} commits");
        // Whoever got no 200 delivers again.
        deliver_all(&engine, [other]).await;
        assert_eq!(stage.webex.said_in("q"), ["one", "two"]);
    }
}

#[tokio::test]
async fn a_room_hears_in_the_order_of_the_commits_though_one_of_them_failed_first() {
    let script = "bot \"B\"\ncommand \"tell {what...}\" { say to room(\"Builds\") \"{what}\" }\n";
    let (stage, store, engine) = start(compiled(script)).await;
    stage.webex.put_room("builds-id", "Builds");
    let gate = stage.webex.hold("builds-id");
    store.fail_those_of("alice".into(), 3, full());
    engine.deliver(stage.writes("alice", "r", "tell one")).await.unwrap();
    until_refused(&store, 1).await;
    engine.deliver(stage.writes("bob", "q", "tell two")).await.unwrap();
    while stage.store.effects(0, 9).await.unwrap().len() < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(store.refused(), 3);
    let stored = stage.store.effects(0, 9).await.unwrap();
    let of_bob: Vec<bool> = stored.iter().map(|effect| effect.mailbox.contains("bob")).collect();
    assert_eq!(of_bob, [true, false], "what Bob wants said was committed first");
    let begun: Vec<bool> = stored.iter().map(|effect| effect.begun).collect();
    assert_eq!(begun, [true, false], "and stands before the other");
    // A crash now, or none: the room hears the same.
    gate.add_permits(1);
    while stage.webex.said().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.webex.said_in("builds-id"), ["two"]);
    engine.kill().await;
    gate.add_permits(9);
    let engine = stage.start(compiled(script)).await;
    engine.idle().await;
    let said = stage.webex.said_in("builds-id");
    assert!(
        matches!(
            said.iter().map(String::as_str).collect::<Vec<_>>()[..],
            ["two", "one"] | ["two", "two", "one"]
        ),
        "{said:?}"
    );
}

#[tokio::test]
async fn it_is_found_to_work_again_though_nothing_comes_in() {
    let (stage, store, engine) = start(saying(&["one"])).await;
    store.fail_after(0, full());
    assert!(engine.deliver(stage.writes("alice", "r", "x")).await.is_err());
    let settle = async || {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    };
    stage.clock.advance(20_000, settle).await;
    assert_eq!(engine.store_fails_since(), Some(NOW_MS));
    store.mend();
    stage.clock.advance(6_000, settle).await;
    assert_eq!(engine.store_fails_since(), None);
}

#[tokio::test]
async fn a_delivery_is_turned_away_and_comes_again() {
    let script = "bot \"B\"\nsecret SECRET\nstate n: int = 0\n\
        on webhook \"/w\" verify github(SECRET) as event { n += 1; respond 201 \"{n}\" }\n";
    let (_stage, store, engine) = start(compiled(script)).await;
    let signed = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let headers = [("x-hub-signature-256", signed), ("x-github-delivery", "1")];
    let delivery = || post("/w", &headers, "Hello, World!");
    store.fail_after(0, full());
    assert_eq!(engine.hook(delivery()).await.status, 503);
    store.mend();
    let first = engine.hook(delivery()).await;
    assert_eq!((first.status, first.body.as_str()), (201, "\"1\""));
    assert_eq!(engine.hook(delivery()).await.status, 200, "now it is a repetition");
}

#[tokio::test]
async fn readiness_names_the_store_until_a_write_is_done() {
    let (stage, store, engine) = start(saying(&["one"])).await;
    let readiness = Readiness::of(&engine).await;
    assert_eq!(readiness.of_store().await, json!({ "ok": true }));
    store.fail_after(0, full());
    assert!(engine.deliver(stage.writes("alice", "r", "x")).await.is_err());
    let failing = readiness.of_store().await;
    assert_eq!((&failing["ok"], failing["why"].as_str()), (&json!(false), Some(full().to_string().as_str())));
    assert!(store.refused() >= 2, "a write was tried in earnest");
    store.mend();
    assert_eq!(readiness.of_store().await, json!({ "ok": true }));
    assert_eq!(engine.store_fails_since(), None, "what looked has found out");
}

#[tokio::test]
async fn a_store_that_is_damaged_is_not_ready_though_a_part_of_it_works() {
    let logged = Logged::new();
    let (stage, store, engine) = start(saying(&["one"])).await;
    let readiness = Readiness::of(&engine).await;
    assert_eq!(readiness.of_store().await, json!({ "ok": true }));
    // One commit fails because of what is in it: that says nothing of the store.
    for (error, damaged) in [
        (StoreError::Failed("string or blob too big".into()), false),
        (StoreError::Damaged("database disk image is malformed".into()), true),
    ] {
        store.fail_after(0, error.clone());
        assert!(engine.deliver(stage.writes("alice", "r", "x")).await.is_err());
        store.mend();
        let part = readiness.of_store().await;
        assert_eq!((&part["ok"], part["why"].as_str().is_some()), (&json!(!damaged), damaged), "{error}");
    }
    assert!(engine.deliver(stage.writes("alice", "r", "y")).await.is_ok());
    assert_eq!(
        readiness.of_store().await["why"],
        json!("the store is damaged: database disk image is malformed")
    );
    let said = logged.times("the store is damaged: database disk image is malformed; the bot is not ready");
    assert_eq!(said, 1, "{}", logged.text());
}
