//! `wbot run` with a collector of OpenTelemetry on this machine: a span for each run, and no text in it.

use crate::support::bot_process::{BotProcess, How, webex};
use crate::support::talk;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use std::fs;
use std::sync::{Arc, Mutex};
use wbot::emulator::Emulator;
use wbot::net::{Bytes, Server, ServerOptions};

const WBOT: &str = env!("CARGO_BIN_EXE_wbot");
const SCRIPT: &str = "bot \"Traced\"\n\ncommand \"hello {name}\" { say \"hello {name}\" }\n\
                      command \"boom\" { fail \"nothing goes\" }\n";

/// What came, with its content type.
type Came = Arc<Mutex<Vec<(String, Bytes)>>>;

async fn collector() -> (Server, Came) {
    async fn take(State(came): State<Came>, headers: HeaderMap, body: Bytes) -> StatusCode {
        let kind = headers.get("content-type").and_then(|it| it.to_str().ok()).unwrap_or_default();
        came.lock().unwrap().push((kind.to_owned(), body));
        StatusCode::OK
    }
    let came = Came::default();
    let router = Router::new().route("/v1/traces", post(take)).with_state(Arc::clone(&came));
    let server = Server::bind(([127, 0, 0, 1], 0).into(), router, ServerOptions::default()).await.unwrap();
    (server, came)
}

async fn asks(emulator: &Emulator, text: &str, answer: &str) {
    emulator.say_direct(&talk::alice(emulator), text).unwrap();
    talk::hears(emulator, answer, 1, String::new).await;
}

fn count(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).filter(|it| *it == part).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_run_is_a_span() {
    let (server, came) = collector().await;
    let emulator = webex("Traced").await;
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("tracer.wbot");
    fs::write(&script, SCRIPT).unwrap();
    let endpoint = format!("http://{}", server.address());
    // What is logged is another matter.
    let env: &[(&str, &str)] =
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint), ("WBOT_LOG", "warn,wbot::cli=info")];
    let listen = ["--store", "memory"];
    let how = How { env, args: &listen, ..How::of(WBOT, &script) };
    let mut bot = BotProcess::start_as(&how, &emulator).await;
    asks(&emulator, "hello Wonderland", "hello Wonderland").await;
    asks(&emulator, "hello again", "hello again").await;
    asks(&emulator, "boom", "nothing goes").await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    let came = came.lock().unwrap();
    assert!(came.iter().all(|(kind, _)| kind == "application/x-protobuf"), "{came:?}");
    let bytes: Vec<u8> = came.iter().flat_map(|(_, body)| body.iter().copied()).collect();
    // Protocol buffers: a span has its name in field 5, texts stand as they are.
    assert_eq!(count(&bytes, b"\x2a\x03run"), 3, "a span for each run");
    assert_eq!(count(&bytes, b"command \"hello {name}\""), 2);
    assert_eq!(count(&bytes, b"command \"boom\""), 1);
    for part in ["tracer", "outcome", "done", "fail", "program", "direct"] {
        assert!(count(&bytes, part.as_bytes()) > 0, "{part} is not sent");
    }
    for text in ["Wonderland", "nothing goes", "alice", "process-test-token"] {
        assert_eq!(count(&bytes, text.as_bytes()), 0, "{text} is sent");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_not_there_is_told_of_once() {
    let emulator = webex("Traced").await;
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("bot.wbot");
    fs::write(&script, SCRIPT).unwrap();
    let env: &[(&str, &str)] = &[("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")];
    let args = ["--store", "memory"];
    let how = How { env, args: &args, ..How::of(WBOT, &script) };
    let mut bot = BotProcess::start_as(&how, &emulator).await;
    asks(&emulator, "hello you", "hello you").await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    assert_eq!(bot.log().matches("spans are lost").count(), 1, "{}", bot.log());
}
