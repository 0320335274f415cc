//! The queue to Webex is deep: who waits is answered, what nobody waits for is stored and comes later.

use super::programs::compiled;
use super::stage::{NOW_MS, Stage, post};
use wbot::base::limits;
use wbot::engine::{Delivered, HookRequest, HookResponse};
use wbot::webex::queue::Behind;

const SCRIPT: &str = r#"bot "Bot"

secret SECRET

state ticks: int = 0

command "hello" { say "Hello." }
command "remind" { later 1m { say "It is time." }; say "Noted." }
on webhook "/build" verify token("X-Token", SECRET) as event { say to room("Builds") "Built {event.json.n}." }
every 1m { ticks += 1 }
command "ticks" { say "{ticks} ticks" }
"#;

fn build(n: &str) -> HookRequest {
    post("/build", &[("x-token", "It's a Secret to Everybody")], &format!("{{\"n\": {n}}}"))
}

/// So many things wait that the queue is deep, until this is dropped.
fn deep(stage: &Stage) -> Vec<Behind> {
    let behind = (0..limits::QUEUE_DEEP).map(|_| stage.webex.queue.behind()).collect();
    assert!(stage.webex.queue.depth().deep);
    behind
}

#[tokio::test]
async fn deliveries_are_stored_and_acknowledged_and_run_later() {
    let stage = Stage::new();
    stage.webex.put_room("builds-id", "Builds");
    let engine = stage.start(compiled(SCRIPT)).await;
    let crowd = deep(&stage);
    for n in ["1", "2", "3"] {
        assert_eq!(engine.hook(build(n)).await, HookResponse::empty(202));
    }
    assert_eq!(stage.store.ready_runs(None, 10).await.unwrap().len(), 3, "they are stored");
    // Who writes is answered all the same.
    assert_eq!(engine.deliver(stage.writes("alice", "r", "hello")).await, Ok(Delivered::Accepted));
    while stage.webex.said_in("r").is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.webex.said(), [("r".into(), "Hello.".into())]);
    assert!(engine.queue().deep);
    drop(crowd);
    engine.idle().await;
    assert_eq!(stage.webex.said_in("builds-id"), ["Built 1.", "Built 2.", "Built 3."]);
    assert_eq!(engine.hook(build("4")).await, HookResponse::empty(200));
}

#[tokio::test]
async fn what_is_held_back_survives_a_crash() {
    let stage = Stage::new();
    stage.webex.put_room("builds-id", "Builds");
    let engine = stage.start(compiled(SCRIPT)).await;
    let crowd = deep(&stage);
    assert_eq!(engine.hook(build("1")).await, HookResponse::empty(202));
    engine.kill().await;
    drop(crowd);
    let engine = stage.start(compiled(SCRIPT)).await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("builds-id"), ["Built 1."]);
}

#[tokio::test]
async fn schedules_and_what_comes_later_are_late_and_not_lost() {
    let mut stage = Stage::new();
    stage.options.keep_time = false;
    let engine = stage.start(compiled(SCRIPT)).await;
    engine.deliver(stage.writes("alice", "r", "remind")).await.unwrap();
    engine.idle().await;
    let crowd = deep(&stage);
    stage.clock.advance(61_000, async || engine.idle().await).await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["Noted."], "what comes later is held back");
    assert_eq!(engine.next_timer().await, Ok(Some(NOW_MS + 60_000)), "its timer is there still");
    drop(crowd);
    engine.idle().await;
    engine.deliver(stage.writes("alice", "r", "ticks")).await.unwrap();
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["Noted.", "It is time.", "1 ticks"]);
}
