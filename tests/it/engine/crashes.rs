//! The process dies, at any commit: what was stored goes on in the next one.

use super::faulty::Faulty;
use super::programs::{Script, counting, saying};
use super::stage::{Stage, deliver_all};
use std::sync::Arc;
use wbot::engine::store::StoreError;
use wbot::ir::{HandlerKind, Op, Program, Scope};
use wbot::value::Value;

/// Runs `program` on `texts`, letting the process die after `commits` commits; then again, to the end.
async fn crash_after(commits: usize, program: &Program, texts: &[&str]) -> Stage {
    let stage = Stage::new();
    let mut dying = stage.clone();
    let store = Arc::new(Faulty::over(&stage.store));
    dying.store = store.clone();
    let engine = dying.start(program.clone()).await;
    store.fail_after(commits, StoreError::Failed("the process is dead".into()));
    let mut refused = Vec::new();
    for text in texts {
        let event = stage.writes("alice", "r", text);
        if engine.deliver(event.clone()).await.is_err() {
            refused.push(event);
        }
        engine.idle().await;
    }
    engine.kill().await;
    let engine = stage.start(program.clone()).await;
    engine.idle().await;
    // Who got no 200 delivers again.
    deliver_all(&engine, refused).await;
    stage
}

#[tokio::test]
async fn a_crash_after_any_commit_loses_nothing_and_counts_once() {
    let program = counting(Scope::Bot);
    for commits in 0..8 {
        let stage = crash_after(commits, &program, &["a", "b"]).await;
        let mut said = stage.webex.said_in("r");
        // An effect whose outcome was not stored is done again.
        said.dedup();
        assert_eq!(said, ["a 1", "b 2"], "after {commits} commits");
        assert!(stage.store.effects(0, 9).await.unwrap().is_empty());
        assert!(stage.store.mailboxes(None, 9).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_run_goes_on_where_it_was() {
    let program = saying(&["one", "two", "three"]);
    for commits in 0..7 {
        let stage = crash_after(commits, &program, &["x"]).await;
        let mut said = stage.webex.said_in("r");
        said.dedup();
        assert_eq!(said, ["one", "two", "three"], "after {commits} commits");
    }
}

#[tokio::test]
async fn a_run_keeps_its_program_over_a_restart_with_another() {
    let stage = Stage::new();
    let engine = stage.start(saying(&["old one", "old two"])).await;
    let _gate = stage.webex.hold("r");
    engine.deliver(stage.writes("alice", "r", "x")).await.unwrap();
    while stage.store.effects(0, 9).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    engine.kill().await;
    let mut next = Stage::new();
    next.store = stage.store.clone();
    let engine = next.start(saying(&["new"])).await;
    engine.idle().await;
    deliver_all(&engine, [next.writes("alice", "r", "y")]).await;
    assert_eq!(next.webex.said_in("r"), ["old one", "old two", "new"]);
}

/// `otherwise { http.METHOD(url, retry: ...); say "done" }`
fn calling(method: &str, retry: &Value) -> Program {
    let mut script = Script::new();
    script.net("ci.acme.com");
    let mut code = script.http(method, retry);
    code.push(Op::Pop);
    code.extend(script.say("done"));
    code.extend(script.end());
    script.handler(HandlerKind::Otherwise, 0, code);
    script.build()
}

#[tokio::test]
async fn a_post_without_retry_is_not_done_again() {
    for (method, retry, calls, end) in [
        ("post", Value::None, 1, "reference"),
        ("patch", Value::None, 1, "reference"),
        ("post", Value::Int(2), 2, "done"),
        ("get", Value::None, 2, "done"),
        ("put", Value::None, 2, "done"),
    ] {
        // The event, the address of who wrote, the call; then the process dies.
        let stage = crash_after(3, &calling(method, &retry), &["x"]).await;
        assert_eq!(stage.calls.made().len(), calls, "{method} {retry:?}");
        let said = stage.webex.said_in("r");
        assert!(matches!(said.as_slice(), [text] if text.contains(end)), "{method} {retry:?} {said:?}");
    }
}
