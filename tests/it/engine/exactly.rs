//! What runs once, runs once: cards that one press closes, limits, deliveries that come again.

use super::faulty::Faulty;
use super::programs::{compiled, counting};
use super::stage::{Stage, deliver_all, post};
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use wbot::base::limits;
use wbot::engine::store::StoreError;
use wbot::engine::{Delivered, EngineHandle, Happening};
use wbot::ir::{Program, Scope};
use wbot::webex::wire::{Attachment, AttachmentAction, Message, WireTime};
use wbot::webex::{EventData, EventKind, IncomingEvent, Resource};

const ONCE: &str = r#"bot "B"

state decisions: list<text> = []

card approval() once {
  text "Go?"
  submit "Yes" -> decide(yes: true)
}

action decide(yes: bool) {
  say "Working on it."
  decisions.push(person.email)
  say "Decided."
}

command "ask" { say card approval() }
command "decisions" { say decisions.join(", ") }
"#;

/// The card that was said, as a message that can be pressed.
fn put_card(stage: &Stage) -> Message {
    let sent = stage.webex.sent().into_iter().find(|sent| sent.card.is_some()).expect("the card is said");
    let message = Message {
        id: "the-card".into(),
        room_id: "r".into(),
        person_id: super::double::ME.into(),
        attachments: vec![Attachment::card(sent.card.unwrap())],
        ..Message::default()
    };
    stage.webex.put_message(message.clone());
    message
}

/// Somebody presses the first button.
fn press(stage: &Stage, person: &str, card: &Message) -> IncomingEvent {
    press_at(stage, person, card, None)
}

pub(super) fn press_at(
    stage: &Stage,
    person: &str,
    card: &Message,
    created: Option<WireTime>,
) -> IncomingEvent {
    let content = &card.attachments[0].content;
    let data = content["actions"].get(0).or_else(|| content["body"][1]["actions"].get(0));
    let inputs: Map<String, Json> = data.expect("a button")["data"].as_object().unwrap().clone();
    let action = AttachmentAction {
        id: format!("press of {person}"),
        person_id: format!("{person}-id"),
        room_id: card.room_id.clone(),
        message_id: card.id.clone(),
        inputs: Some(inputs),
        created,
        ..AttachmentAction::default()
    };
    stage.webex.put_action(action.clone());
    IncomingEvent {
        resource: Resource::AttachmentActions,
        event: EventKind::Created,
        id: None,
        created: None,
        actor_id: action.person_id.clone(),
        data: EventData::Action(action.without_content()),
    }
}

async fn asks(stage: &Stage, engine: &EngineHandle, text: &str) -> String {
    deliver_all(engine, [stage.writes("carol", "r", text)]).await;
    stage.webex.said_in("r").pop().unwrap_or_default()
}

fn times(said: &[String], part: &str) -> usize {
    said.iter().filter(|text| text.contains(part)).count()
}

#[tokio::test]
async fn a_card_is_closed_by_one_press_whenever_the_process_dies() {
    for commits in 0..14 {
        let stage = Stage::new();
        let mut dying = stage.clone();
        let store = Arc::new(Faulty::over(&stage.store));
        dying.store = store.clone();
        let engine = dying.start(compiled(ONCE)).await;
        asks(&stage, &engine, "ask").await;
        let card = put_card(&stage);
        store.fail_after(commits, StoreError::Failed("the process is dead".into()));
        let mut again = Vec::new();
        for person in ["alice", "bob"] {
            let event = press(&stage, person, &card);
            if engine.deliver(event.clone()).await.is_err() {
                again.push(event);
            }
        }
        engine.idle().await;
        engine.kill().await;
        let engine = stage.start(compiled(ONCE)).await;
        engine.idle().await;
        deliver_all(&engine, again).await;
        let late = press(&stage, "dave", &card);
        deliver_all(&engine, [late]).await;
        let said = stage.webex.said_in("r");
        assert!(stage.webex.deleted().iter().all(|id| *id == card.id), "after {commits} commits");
        assert!(!stage.webex.deleted().is_empty(), "after {commits} commits: {said:?}");
        assert!(
            (1..=2).contains(&times(&said, "Answered by alice Smith")),
            "after {commits} commits: {said:?}"
        );
        assert_eq!(times(&said, "Answered by bob"), 0, "after {commits} commits: {said:?}");
        assert!(times(&said, "alice Smith was first") >= 2, "after {commits} commits: {said:?}");
        let decisions = asks(&stage, &engine, "decisions").await;
        assert_eq!(decisions, "alice@example.com", "after {commits} commits: {said:?}");
    }
}

#[tokio::test]
async fn a_press_that_fails_leaves_the_card_open() {
    let script = ONCE
        .replace("say \"Working on it.\"", "if person.email == \"alice@example.com\" { fail \"Not you.\" }");
    let stage = Stage::new();
    let engine = stage.start(compiled(&script)).await;
    asks(&stage, &engine, "ask").await;
    let card = put_card(&stage);
    for person in ["alice", "bob", "carol"] {
        deliver_all(&engine, [press(&stage, person, &card)]).await;
    }
    let said = stage.webex.said_in("r");
    assert_eq!((times(&said, "Not you."), times(&said, "bob Smith was first")), (1, 1), "{said:?}");
    assert_eq!(asks(&stage, &engine, "decisions").await, "bob@example.com");
}

#[tokio::test]
async fn a_press_that_cannot_be_read_now_is_kept_for_the_next_start() {
    for (status, want) in [(500, "Decided."), (404, "This card is closed.")] {
        let stage = Stage::new();
        let engine = stage.start(compiled(ONCE)).await;
        asks(&stage, &engine, "ask").await;
        let card = put_card(&stage);
        stage.webex.fail_reads_of_messages(1, status);
        deliver_all(&engine, [press(&stage, "alice", &card)]).await;
        let said = stage.webex.said_in("r");
        assert_eq!(
            (times(&said, "Decided."), times(&said, want)),
            (0, usize::from(status == 404)),
            "{said:?}"
        );
        engine.kill().await;
        let engine = stage.start(compiled(ONCE)).await;
        engine.idle().await;
        let said = stage.webex.said_in("r");
        assert_eq!(times(&said, want), 1, "{said:?}");
    }
}

const LIMITED: &str = r#"bot "B"

secret SECRET

state n: int = 0

command "go" limit 3 per 1h { n += 1; say "went {n}" }
command "look" { say "{n}" }
on webhook "/w" verify token("X-Token", SECRET) as event limit 3 per 1h { n += 1 }
"#;

#[tokio::test]
async fn a_limit_counts_runs_that_are_stored_and_each_once() {
    // Whenever the process dies: three go in the end, and the fourth does not.
    for commits in 0..8 {
        let stage = Stage::new();
        let mut dying = stage.clone();
        let store = Arc::new(Faulty::over(&stage.store));
        dying.store = store.clone();
        let engine = dying.start(compiled(LIMITED)).await;
        store.fail_after(commits, StoreError::Failed("the process is dead".into()));
        let first = stage.writes("alice", "r", "go");
        let stored = engine.deliver(first.clone()).await.is_ok();
        engine.idle().await;
        engine.kill().await;
        let engine = stage.start(compiled(LIMITED)).await;
        engine.idle().await;
        if !stored {
            deliver_all(&engine, [first]).await;
        }
        for room in ["r1", "r2", "r3"] {
            deliver_all(&engine, [stage.writes("alice", room, "go")]).await;
        }
        deliver_all(&engine, [stage.writes("alice", "r", "look")]).await;
        let said = stage.webex.said_in("r");
        assert_eq!(said.last().map(String::as_str), Some("3"), "after {commits} commits: {said:?}");
    }
}

#[tokio::test]
async fn many_who_come_at_once_share_a_limit() {
    let stage = Stage::new();
    let engine = stage.start(compiled(LIMITED)).await;
    let people = (0..12).map(|at| stage.writes(&format!("p{at}"), &format!("r{at}"), "go"));
    deliver_all(&engine, people).await;
    let said: Vec<String> = stage.webex.said().into_iter().map(|(_, text)| text).collect();
    assert_eq!((times(&said, "went"), times(&said, "too often")), (3, 9), "{said:?}");
    let token = ("x-token", "It's a Secret to Everybody");
    let calls = (0..12).map(|_| engine.hook(post("/w", &[token], "{}")));
    let answers = futures_util::future::join_all(calls).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 9);
}

#[tokio::test]
async fn a_limited_schedule_runs_once_over_two_replicas() {
    let script =
        "bot \"B\"\nstate n: int = 0\nevery 1m limit 2 per 1h { n += 1 }\ncommand \"look\" { say \"{n}\" }\n";
    let mut stage = Stage::new();
    stage.options.keep_time = wbot::engine::KeepTime::Never;
    let one = stage.start(compiled(script)).await;
    let other = stage.start(compiled(script)).await;
    for _ in 0..5 {
        // Both see each tick at the same time.
        stage
            .clock
            .advance(60_000, async || {
                tokio::join!(one.idle(), other.idle());
            })
            .await;
        tokio::join!(one.idle(), other.idle());
    }
    deliver_all(&one, [stage.writes("alice", "r", "look")]).await;
    assert_eq!(stage.webex.said_in("r"), ["2"], "five ticks, two by the limit");
}

#[tokio::test]
async fn a_repetition_runs_nothing_for_seven_days_and_is_then_forgotten() {
    let stage = Stage::new();
    let engine = stage.start(counting(Scope::Bot)).await;
    let event = stage.writes("alice", "r", "x");
    assert_eq!(engine.deliver(event.clone()).await, Ok(Delivered::Accepted));
    engine.idle().await;
    let settle = async || {
        for _ in 0..5 {
            tokio::task::yield_now().await;
        }
    };
    stage.clock.advance(limits::DEDUPE_MS - 3_600_000, settle).await;
    assert_eq!(engine.deliver(event.clone()).await, Ok(Delivered::Duplicate));
    let key = stage.seen(|it| match it {
        Happening::Dropped { why, .. } => Some(why.clone()),
        _ => None,
    });
    assert_eq!(key, ["it came before"]);
    // The house is kept each hour: the row does not stay.
    stage.clock.advance(3 * 3_600_000, settle).await;
    assert_eq!(stage.store.forget_seen(i64::MAX).await, Ok(0), "the table does not grow");
    assert_eq!(engine.deliver(event).await, Ok(Delivered::Accepted));
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["x 1", "x 2"]);
}

#[tokio::test]
async fn an_event_is_stored_before_it_is_acknowledged() {
    let stage = Stage::new();
    let program: Program = counting(Scope::Bot);
    let engine = stage.start(program.clone()).await;
    let gate = stage.webex.hold("r");
    // It is under way: what comes after waits behind it, in the store.
    engine.deliver(stage.writes("alice", "r", "a")).await.unwrap();
    engine.deliver(stage.writes("alice", "r", "b")).await.unwrap();
    let mailboxes = stage.store.mailboxes(None, 9).await.unwrap();
    assert_eq!(stage.store.events(mailboxes[0].clone(), 9).await.unwrap().len(), 2, "both are stored");
    engine.kill().await;
    gate.add_permits(10);
    let engine = stage.start(program).await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["a 1", "b 2"]);
}
