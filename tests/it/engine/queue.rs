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
command "nap" { wait 2m; say "I am awake." }
command "many" { for i in 1..500 { later 1m { say "Number {i}." } }; say "Noted." }
on webhook "/build" verify token("X-Token", SECRET) as event { say to room("Builds") "Built {event.json.n}." }
on webhook "/ask" verify token("X-Token", SECRET) as event {
  if event.json.n == 0 { fail "There is no build 0." }
  respond 201 { "n": event.json.n }
  say to room("Builds") "Asked for {event.json.n}."
}
on webhook "/first" verify token("X-Token", SECRET) as event {
  tell(event)
}
fn tell(event: json) {
  say to room("Tickets") "A ticket for {event.json.n}."
  respond 201 { "n": event.json.n }
}
every 1m { ticks += 1 }
command "ticks" { say "{ticks} ticks" }
"#;

fn build(n: &str) -> HookRequest {
    delivery("/build", n)
}

fn delivery(path: &str, n: &str) -> HookRequest {
    post(path, &[("x-token", "It's a Secret to Everybody")], &format!("{{\"n\": {n}}}"))
}

async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
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
    stage.options.keep_time = wbot::engine::KeepTime::Never;
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

#[tokio::test]
async fn a_caller_that_is_told_something_does_not_wait_for_the_messages_of_others() {
    let stage = Stage::new();
    stage.webex.put_room("builds-id", "Builds");
    stage.webex.put_room("tickets-id", "Tickets");
    let engine = stage.start(compiled(SCRIPT)).await;
    let crowd = deep(&stage);
    let answer = engine.hook(delivery("/ask", "7")).await;
    assert_eq!((answer.status, answer.body.as_str()), (201, r#"{"n":7}"#));
    let refused = engine.hook(delivery("/ask", "0")).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    // Its own message goes first, and is said.
    let answer = engine.hook(delivery("/first", "8")).await;
    assert_eq!((answer.status, answer.body.as_str()), (201, r#"{"n":8}"#));
    assert_eq!(stage.webex.said(), [("tickets-id".into(), "A ticket for 8.".into())]);
    assert_eq!(stage.store.ready_runs(None, 9).await.unwrap().len(), 2, "the rest of both is stored");
    // What is stored survives the end of the process, and the caller is not told twice.
    engine.kill().await;
    drop(crowd);
    let engine = stage.start(compiled(SCRIPT)).await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("builds-id"), ["Asked for 7."]);
}

#[tokio::test]
async fn so_many_callers_wait_at_most() {
    let stage = Stage::new();
    stage.webex.put_room("tickets-id", "Tickets");
    let engine = stage.start(compiled(SCRIPT)).await;
    let gate = stage.webex.hold("tickets-id");
    let _crowd = deep(&stage);
    let mut callers: Vec<_> = (0..limits::CALLERS_WAITING_MAX)
        .map(|_| {
            let engine = engine.clone();
            tokio::spawn(async move { engine.hook(delivery("/first", "1")).await.status })
        })
        .collect();
    settle().await;
    assert_eq!(engine.hook(delivery("/first", "2")).await, HookResponse::empty(202));
    gate.add_permits(1000);
    for caller in callers.drain(..) {
        assert_eq!(caller.await.unwrap(), 201);
    }
    assert_eq!(engine.hook(delivery("/first", "3")).await.status, 201);
}

#[tokio::test]
async fn however_many_are_held_back_who_is_waited_for_is_in_time() {
    let mut stage = Stage::new();
    stage.options.keep_time = wbot::engine::KeepTime::Never;
    let engine = stage.start(compiled(SCRIPT)).await;
    for (person, room, text) in [("alice", "r", "many"), ("bob", "q", "nap")] {
        engine.deliver(stage.writes(person, room, text)).await.unwrap();
        engine.idle().await;
    }
    let crowd = deep(&stage);
    stage.clock.advance(121_000, async || engine.idle().await).await;
    assert_eq!(stage.webex.said_in("q"), ["I am awake."]);
    assert_eq!(stage.webex.said_in("r"), ["Noted."]);
    drop(crowd);
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r").len(), 501);
}

#[tokio::test]
async fn however_many_are_under_way_who_is_waited_for_is_in_time() {
    let stage = Stage::new();
    let engine = stage.start(compiled(SCRIPT)).await;
    for (person, room, text) in [("alice", "r", "many"), ("bob", "q", "nap")] {
        engine.deliver(stage.writes(person, room, text)).await.unwrap();
        engine.idle().await;
    }
    // The first of them cannot be said, and the others stand behind it.
    let gate = stage.webex.hold("r");
    stage.clock.advance(121_000, settle).await;
    assert!(!engine.queue().deep);
    assert_eq!(stage.webex.said_in("q"), ["I am awake."]);
    assert_eq!(stage.webex.said_in("r"), ["Noted."]);
    gate.add_permits(1000);
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r").len(), 501);
}

#[tokio::test]
async fn who_writes_hurries_what_is_in_the_way() {
    let stage = Stage::new();
    let engine = stage.start(compiled(SCRIPT)).await;
    for (person, room) in [("bob", "q"), ("alice", "r")] {
        engine.deliver(stage.writes(person, room, "remind")).await.unwrap();
        engine.idle().await;
    }
    let queue = stage.webex.queue.clone();
    let tickets: Vec<_> = (0..limits::CALLS_MAX).map(|_| queue.ticket()).collect();
    let mut slots = Vec::new();
    for ticket in &tickets {
        slots.push(queue.slot(ticket).await);
    }
    stage.clock.advance(61_000, settle).await;
    assert_eq!(
        engine.queue().waiting,
        2,
        "what comes later waits for a turn, that of Bob before that of Alice"
    );
    engine.deliver(stage.writes("alice", "r", "hello")).await.unwrap();
    slots.pop();
    settle().await;
    assert_eq!(stage.webex.said_in("r"), ["Noted.", "It is time.", "Hello."]);
    assert_eq!(stage.webex.said_in("q"), ["Noted."], "nobody waits behind that");
    drop(slots);
    engine.idle().await;
    assert_eq!(stage.webex.said_in("q"), ["Noted.", "It is time."]);
}

#[tokio::test]
async fn what_only_waits_for_its_turn_is_not_begun() {
    let stage = Stage::new();
    let engine = stage.start(compiled(SCRIPT)).await;
    let queue = stage.webex.queue.clone();
    let begun = async || -> Vec<bool> {
        stage.store.effects(0, 9).await.unwrap().iter().map(|effect| effect.begun).collect()
    };
    let tickets: Vec<_> = (0..limits::CALLS_MAX).map(|_| queue.ticket()).collect();
    let mut slots = Vec::new();
    for ticket in &tickets {
        slots.push(queue.slot(ticket).await);
    }
    engine.deliver(stage.writes("alice", "r", "hello")).await.unwrap();
    settle().await;
    assert_eq!(begun().await, [false], "all turns are taken");
    // Its turn comes, but the message cannot be said yet.
    let gate = stage.webex.hold("r");
    slots.pop();
    settle().await;
    assert_eq!(begun().await, [true]);
    engine.kill().await;
    let engine = stage.start(compiled(SCRIPT)).await;
    settle().await;
    assert_eq!(begun().await, [true], "it is begun anew, since there is a turn for it");
    gate.add_permits(1);
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["Hello."]);
    // A message that there is a turn for is begun with the commit that holds it.
    stage.webex.hold("q");
    engine.deliver(stage.writes("bob", "q", "hello")).await.unwrap();
    settle().await;
    assert_eq!(begun().await, [true]);
    engine.kill().await;
    drop(slots);
}
