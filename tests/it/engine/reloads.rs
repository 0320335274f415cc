//! New versions, and the end.

use super::programs::{Script, compiled, counting, saying};
use super::stage::{Stage, deliver_all};
use wbot::engine::{Delivered, Happening, NotTaken, Refused, RunEnd};
use wbot::ir::Scope;
use wbot::value::Type;

#[tokio::test]
async fn new_runs_take_the_new_program_and_old_ones_keep_theirs() {
    let stage = Stage::new();
    let engine = stage.start(saying(&["old 1", "old 2"])).await;
    let gate = stage.webex.hold("r");
    engine.deliver(stage.writes("alice", "r", "x")).await.unwrap();
    let before = engine.program();
    let after = engine.reload(stage.loaded(saying(&["new"]))).await.unwrap();
    assert_ne!(before, after);
    engine.deliver(stage.writes("alice", "r", "y")).await.unwrap();
    gate.add_permits(9);
    engine.idle().await;
    assert_eq!(engine.program(), after);
    let said = stage.webex.said_in("r");
    assert!(said == ["old 1", "old 2", "new"] || said == ["new", "new"], "never half of two: {said:?}");
}

#[tokio::test]
async fn a_program_that_does_not_fit_what_is_stored_is_refused() {
    let stage = Stage::new();
    let engine = stage.start(counting(Scope::Bot)).await;
    deliver_all(&engine, [stage.writes("alice", "r", "a")]).await;
    let mut script = Script::new();
    script.counter(Scope::Bot);
    script.state_type(Type::list(Type::Int));
    let refused = engine.reload(stage.loaded(script.build())).await.unwrap_err();
    assert!(matches!(&refused, Refused::State { state, .. } if state == "n"));
    assert!(refused.to_string().contains("$: expected list<int>, found"), "{refused}");
    assert_eq!(stage.seen(|it| matches!(it, Happening::ReloadRefused { .. }).then_some(())).len(), 1);
    deliver_all(&engine, [stage.writes("alice", "r", "b")]).await;
    assert_eq!(stage.webex.said_in("r"), ["a 1", "b 2"], "the old version goes on");
    engine.clear_states().await.unwrap();
    deliver_all(&engine, [stage.writes("alice", "r", "c")]).await;
    assert_eq!(stage.webex.said_in("r")[2], "c 1");
}

#[tokio::test]
async fn a_shutdown_lets_runs_finish_within_the_grace() {
    let stage = Stage::new();
    let engine = stage.start(saying(&["hi"])).await;
    let gate = stage.webex.hold("r");
    engine.deliver(stage.writes("alice", "r", "x")).await.unwrap();
    tokio::task::yield_now().await;
    let ending = tokio::spawn({
        let engine = engine.clone();
        async move { engine.shutdown().await }
    });
    tokio::task::yield_now().await;
    let late = stage.writes("bob", "q", "too late");
    assert_eq!(engine.deliver(late.clone()).await, Err(NotTaken::Closing));
    gate.add_permits(1);
    assert_eq!(ending.await.unwrap(), 0);
    assert_eq!(stage.webex.said_in("r"), ["hi"]);
    let engine = stage.start(saying(&["hi again"])).await;
    assert_eq!(engine.deliver(late).await, Ok(Delivered::Accepted), "what was not taken can come again");
}

#[tokio::test]
async fn a_run_that_takes_too_long_is_abandoned_and_told_of() {
    let stage = Stage::new();
    let engine = stage.start(saying(&["hi"])).await;
    let _gate = stage.webex.hold("r");
    engine.deliver(stage.writes("alice", "r", "x")).await.unwrap();
    engine.deliver(stage.writes("alice", "r", "y")).await.unwrap();
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    let ending = tokio::spawn({
        let engine = engine.clone();
        async move { engine.shutdown().await }
    });
    let settle = async || {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    };
    settle().await;
    stage.clock.advance(9_000, settle).await;
    assert!(!ending.is_finished(), "the grace is not over");
    stage.clock.advance(2_000, settle).await;
    assert_eq!(ending.await.unwrap(), 1);
    let abandoned = stage.seen(|it| match it {
        Happening::Ended { how: RunEnd::Abandoned, run } => Some(run.clone()),
        _ => None,
    });
    assert_eq!(abandoned.len(), 1);
    assert!(stage.webex.said().is_empty());
}

#[tokio::test]
async fn programs_that_no_run_needs_are_dropped_each_hour() {
    const HOUR_MS: i64 = 3_600_000;
    let asking = |n: usize| {
        compiled(&format!(
            "bot \"B\"\ncommand \"name\" {{ let n = ask \"Which name?\" within 9h; say \"{n} {{n}}\" }}\n\
             command \"later\" {{ later 5h {{ say \"{n} late\" }} }}\n"
        ))
    };
    let settle = async || {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    };
    let stage = Stage::new();
    let kept = async || {
        let uses = stage.store.program_uses().await.unwrap();
        uses.into_iter().map(|it| (it.id.to_string(), it.runs, it.timers)).collect::<Vec<_>>()
    };
    let engine = stage.start(asking(1)).await;
    let of = |engine: &wbot::engine::EngineHandle| engine.program().to_string();
    let first = of(&engine);
    deliver_all(&engine, [stage.writes("alice", "r", "name")]).await;
    engine.reload(stage.loaded(asking(2))).await.unwrap();
    let second = of(&engine);
    deliver_all(&engine, [stage.writes("bob", "q", "later")]).await;
    engine.reload(stage.loaded(asking(3))).await.unwrap();
    let third = of(&engine);
    engine.reload(stage.loaded(asking(4))).await.unwrap();
    let fourth = of(&engine);
    assert_eq!(kept().await.len(), 4);
    // One waits for an answer, one for its time, one is in service; the third has no run.
    stage.clock.advance(HOUR_MS, settle).await;
    let mut ids: Vec<String> = kept().await.into_iter().map(|(id, ..)| id).collect();
    ids.sort();
    let mut want = vec![first.clone(), second.clone(), fourth.clone()];
    want.sort();
    assert_eq!(ids, want, "not {third}");
    deliver_all(&engine, [stage.writes("alice", "r", "Grace")]).await;
    assert_eq!(stage.webex.said_in("r").last().map(String::as_str), Some("1 Grace"));
    assert_eq!(kept().await.len(), 3, "the hour is not over");
    stage.clock.advance(HOUR_MS, settle).await;
    assert_eq!(kept().await.len(), 2);
    stage.clock.advance(4 * HOUR_MS, settle).await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("q"), ["2 late"]);
    stage.clock.advance(HOUR_MS, settle).await;
    assert_eq!(kept().await, [(fourth, 0, 0)]);
}
