//! The engine's listener over real HTTP, and what it registers with Webex.

use super::programs::{Script, saying, webhook};
use super::stage::{NOW_MS, Stage, event, message};
use serde_json::json;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use wbot::engine::listener::{Registration, WebhookSource};
use wbot::engine::{Delivered, EngineHandle, Listening, Source};
use wbot::ir::{HandlerKind, Op, Verify};
use wbot::net::{
    ClientOptions, HeaderName, HeaderValue, HttpBody, HttpClient, HttpRequest, HttpResponse, Method,
    ServerOptions,
};
use wbot::value::Value;
use wbot::webex::wire::{Webhook, WebhookStatus};
use wbot::webex::{EventKind, sign};

const SECRET: &str = "webex-secret";
const HOUR_MS: i64 = 3_600_000;

fn source(public_url: Option<&str>) -> WebhookSource {
    let public_url = public_url.map(str::to_owned);
    WebhookSource {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        options: ServerOptions { body_bytes_max: 10_000, ..ServerOptions::default() },
        secret: SECRET.into(),
        registration: Some(Registration { public_url, program: "Test".into() }),
    }
}

async fn listen(engine: &EngineHandle) -> (Box<dyn Listening>, String) {
    let open = source(None).start(engine.clone()).await.unwrap();
    let base = format!("http://{}", open.address().unwrap());
    (open, base)
}

async fn call(method: Method, url: &str, headers: &[(&str, &str)], body: &str) -> HttpResponse {
    let client = HttpClient::new(&ClientOptions { system_proxy: false, ..ClientOptions::default() }).unwrap();
    let mut request = HttpRequest::new(method, url.parse().unwrap(), Duration::from_secs(20));
    for (name, value) in headers {
        request.headers.insert(HeaderName::try_from(*name).unwrap(), HeaderValue::from_str(value).unwrap());
    }
    request.body = HttpBody::Bytes(body.to_owned().into());
    client.send(request).await.unwrap()
}

#[tokio::test]
async fn webex_delivers_signed_and_is_answered_at_once() {
    let stage = Stage::new();
    let engine = stage.start(saying(&["hi"])).await;
    let (open, base) = listen(&engine).await;
    let url = format!("{base}/webex");
    let wrote = message("alice", "r", "hello", NOW_MS);
    stage.webex.put_message(wrote.clone());
    let delivery = json!({
        "id": "hook", "resource": "messages", "event": "created", "actorId": "alice-id",
        "data": wrote.without_content(),
    });
    let delivery = delivery.to_string();
    let check = async |signed: Option<&str>, body: &str, status: u16| {
        let signature = signed.map(|signed| sign(SECRET.as_bytes(), signed.as_bytes()));
        let headers: Vec<(&str, &str)> =
            signature.iter().map(|it| ("x-spark-signature", it.as_str())).collect();
        let response = call(Method::POST, &url, &headers, body).await;
        assert_eq!((response.status, response.body.len()), (status, 0), "{body}");
    };
    let gate = stage.webex.hold("r");
    check(None, &delivery, 401).await;
    check(Some("another body"), &delivery, 401).await;
    check(Some("{"), "{", 400).await;
    check(Some("{}"), "{}", 400).await;
    check(Some(&delivery), &delivery, 200).await;
    check(Some(&delivery), &delivery, 200).await;
    assert!(stage.webex.said().is_empty(), "the 200 does not wait for the run");
    gate.add_permits(9);
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["hi"]);
    assert_eq!(call(Method::GET, &url, &[], "").await.status, 405);
    open.stop(Duration::from_secs(20)).await;
}

#[tokio::test]
async fn third_parties_are_answered_on_the_paths_of_the_script() {
    let stage = Stage::new();
    let mut script = Script::new();
    // respond 202 event
    let status = script.constant(Value::Int(202));
    let mut code = vec![status, Op::Local(0), Op::Respond];
    code.extend(script.end());
    script.handler(webhook("/alert", Verify::Nothing), 1, code);
    let engine = stage.start(script.build()).await;
    let (_open, base) = listen(&engine).await;
    let url = format!("{base}/alert?a=1&b=x%20y");
    let response = call(Method::POST, &url, &[("x-kind", "test")], r#"{"n":1}"#).await;
    assert_eq!((response.status, response.header("content-type")), (202, Some("application/json")));
    let event: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!((&event["json"], &event["body"]), (&json!({"n": 1}), &json!("{\"n\":1}")));
    assert_eq!((&event["query"], &event["method"]), (&json!({"a": "1", "b": "x y"}), &json!("POST")));
    assert_eq!(event["headers"]["x-kind"], "test");
    let response = call(Method::GET, &url, &[], "").await;
    assert_eq!((response.status, response.header("allow")), (405, Some("POST")));
    assert_eq!(call(Method::POST, &format!("{base}/other"), &[], "").await.status, 404);
    assert_eq!(call(Method::POST, &url, &[], &"x".repeat(10_001)).await.status, 413);
}

/// Whoever sends large bodies slowly keeps out others of its kind, and does not fill the memory.
#[tokio::test]
async fn bodies_of_third_parties_have_a_bound_together() {
    let stage = Stage::new();
    let mut script = Script::new();
    let code = script.end();
    script.handler(webhook("/alert", Verify::Nothing), 1, code);
    let engine = stage.start(script.build()).await;
    let source = WebhookSource { options: ServerOptions::default(), ..source(None) };
    let open = source.start(engine.clone()).await.unwrap();
    let address = open.address().unwrap();
    let head = format!("POST /alert HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\nx", 25 * 1024 * 1024);
    let mut slow = Vec::new();
    for _ in 0..4 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let url = format!("http://{address}/alert");
    let fifth = tokio::spawn(async move { call(Method::POST, &url, &[], "{}").await.status });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!fifth.is_finished(), "there is no room for its body");
    let large = call(Method::POST, &format!("http://{address}/webex"), &[], &"x".repeat(2_000_000)).await;
    assert_eq!(large.status, 413, "Webex sends no such thing, and has its own room");
    drop(slow);
    assert_eq!(tokio::time::timeout(Duration::from_secs(20), fifth).await.unwrap().unwrap(), 200);
}

/// Lets everything that can go on go on.
async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_was_never_delivered_is_found() {
    let stage = Stage::new();
    let engine = stage.start(saying(&["hi"])).await;
    let (open, _) = listen(&engine).await;
    settle().await;
    let wrote = message("alice", "r", "hello", NOW_MS + 60_000);
    stage.webex.put_message(wrote.clone());
    stage.webex.put_activity("r", wrote.created);
    stage.clock.advance(4 * 60_000, settle).await;
    assert!(stage.webex.said().is_empty(), "nobody has told the bot");
    stage.clock.advance(2 * 60_000, settle).await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["hi"]);
    let late = engine.deliver(event(&wrote, EventKind::Created)).await.unwrap();
    assert_eq!(late, Delivered::Duplicate, "and when it comes after all, it runs nothing");
    stage.clock.advance(HOUR_MS, settle).await;
    assert_eq!(stage.webex.said_in("r"), ["hi"]);
    open.stop(Duration::from_secs(20)).await;
}

#[tokio::test]
async fn webhooks_are_registered_once_and_revived() {
    let stage = Stage::new();
    let mut script = Script::new();
    let code = script.end();
    script.handler(HandlerKind::Otherwise, 0, code);
    let engine = stage.start(script.build()).await;
    let foreign = Webhook { id: "foreign".into(), name: "somebody's".into(), ..Webhook::default() };
    stage.webex.put_webhook(foreign);
    let open = source(Some("https://old.example.com/")).start(engine.clone()).await.unwrap();
    drop(open);
    let open = source(Some("https://bot.example.com/")).start(engine.clone()).await.unwrap();
    let hooks = stage.webex.all_webhooks();
    let names: Vec<(&str, &str)> =
        hooks.iter().map(|hook| (hook.resource.as_str(), hook.target_url.as_str())).collect();
    let url = "https://bot.example.com/webex";
    assert_eq!(
        names,
        [("", ""), ("messages", url), ("memberships", url), ("memberships", url), ("attachmentActions", url)]
    );

    let mut switched_off = hooks[1].clone();
    switched_off.status = WebhookStatus::Inactive;
    stage.webex.replace_webhook(switched_off);
    stage.clock.advance(HOUR_MS / 2, settle).await;
    assert!(stage.webex.all_webhooks().iter().all(|hook| hook.status == WebhookStatus::Active));
    open.stop(Duration::from_secs(20)).await;
}
