//! Deliveries of third parties.

use super::programs::{SAYS, Script, webhook};
use super::stage::{Stage, post};
use wbot::engine::{EngineHandle, HookRequest, HookResponse};
use wbot::ir::{Op, Program, Verify};
use wbot::signing::Scheme;
use wbot::value::Value;

const SIGNATURE: (&str, &str) =
    ("x-hub-signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

/// `/respond` responds, `/fail` fails, `/broken` divides by zero, `/github` and `/token` are verified.
fn program() -> Program {
    let mut script = Script::new();
    script.secret("SECRET");
    let (status, body) = (script.constant(Value::Int(202)), script.constant(Value::data("queued")));
    let mut code = vec![status, body, Op::Respond];
    code.extend(script.end());
    script.handler(webhook("/respond", Verify::Nothing), 1, code);
    let code = vec![script.constant(Value::own("no such repository")), Op::Fail];
    script.handler(webhook("/fail", Verify::Nothing), 1, code);
    let (zero, one) = (script.constant(Value::Int(0)), script.constant(Value::Int(1)));
    let code = vec![one, zero, Op::Binary(wbot::value::Operator::Divide), Op::Return];
    script.handler(webhook("/broken", Verify::Nothing), 1, code);
    for (path, verify) in [
        ("/github", Verify::Signed { scheme: Scheme::Github, secret: 0 }),
        ("/token", Verify::Signed { scheme: Scheme::Token { header: "x-token".into() }, secret: 0 }),
    ] {
        let room = Value::Room(wbot::value::RoomRef { id: "builds".into(), direct: false });
        let (text, room) = (script.constant(Value::own("heard")), script.constant(room));
        let mut code = vec![text, room, Op::Say { parts: SAYS, to: true }, Op::Pop];
        code.extend(script.end());
        script.handler(webhook(path, verify), 1, code);
    }
    script.build()
}

async fn check(engine: &EngineHandle, request: HookRequest, status: u16, body: &str) {
    let HookResponse { status: found, body: text } = engine.hook(request.clone()).await;
    assert_eq!(found, status, "{request:?}: {text}");
    assert!(text.contains(body), "{request:?}: {text}");
}

#[tokio::test]
async fn the_caller_gets_what_became_of_it() {
    let stage = Stage::new();
    let engine = stage.start(program()).await;
    check(&engine, post("/respond", &[], "{}"), 202, "\"queued\"").await;
    check(&engine, post("/fail", &[], "no json"), 422, "no such repository").await;
    check(&engine, post("/broken", &[], ""), 500, "reference").await;
    check(&engine, post("/nowhere", &[], ""), 404, "").await;
    let get = HookRequest { method: "GET".into(), ..post("/respond", &[], "") };
    check(&engine, get, 405, "POST").await;
    let large = "x".repeat(wbot::base::limits::WEBHOOK_BODY_BYTES_MAX + 1);
    check(&engine, post("/respond", &[], &large), 413, "").await;
    engine.idle().await;
    assert!(stage.webex.said().is_empty(), "a webhook has no room to apologise in");
}

#[tokio::test]
async fn a_delivery_is_verified_and_runs_once() {
    let stage = Stage::new();
    let engine = stage.start(program()).await;
    let body = "Hello, World!";
    check(&engine, post("/github", &[], body), 401, "").await;
    check(&engine, post("/github", &[SIGNATURE], "Hello, World?"), 401, "").await;
    check(&engine, post("/token", &[("x-token", "wrong")], body), 401, "").await;
    assert!(stage.webex.said().is_empty());
    let delivery = ("x-github-delivery", "72d3162e");
    check(&engine, post("/github", &[SIGNATURE, delivery], body), 200, "").await;
    check(&engine, post("/github", &[SIGNATURE, delivery], body), 200, "").await;
    assert_eq!(stage.webex.said_in("builds"), ["heard"], "the same delivery runs once");
    let token = ("x-token", "It's a Secret to Everybody");
    check(&engine, post("/token", &[token], body), 200, "").await;
    check(&engine, post("/token", &[token], body), 200, "").await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("builds").len(), 3, "without an id each one runs");
    // Whoever gave up and calls again says so.
    let named = |key| [token, ("idempotency-key", key)];
    check(&engine, post("/token", &[("x-token", "wrong"), ("idempotency-key", "k1")], body), 401, "").await;
    check(&engine, post("/token", &named("k1"), body), 200, "").await;
    check(&engine, post("/token", &named("k1"), body), 200, "").await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("builds").len(), 4, "the same delivery runs once");
    check(&engine, post("/token", &named("k2"), body), 200, "").await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("builds").len(), 5);
}

#[tokio::test]
async fn deliveries_run_side_by_side_and_a_room_keeps_its_order() {
    let stage = Stage::new();
    let engine = stage.start(program()).await;
    let gate = stage.webex.hold("builds");
    let token = ("x-token", "It's a Secret to Everybody");
    let slow = tokio::spawn({
        let engine = engine.clone();
        async move { engine.hook(post("/token", &[token], "1")).await }
    });
    check(&engine, post("/respond", &[], "{}"), 202, "").await;
    assert!(!slow.is_finished());
    gate.add_permits(1);
    assert_eq!(slow.await.unwrap(), HookResponse::empty(200));
}
