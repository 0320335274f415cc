//! A question ends, or is answered: what was stored before its end is handled first, whichever conversation it waits in.

use super::double::Double;
use super::exactly::press_at;
use super::programs::compiled;
use super::stage::{NOW_MS, Stage, deliver_all};
use std::sync::Arc;
use tokio::sync::Semaphore;
use wbot::base::limits;
use wbot::engine::{Delivered, EngineHandle};
use wbot::webex::IncomingEvent;
use wbot::webex::wire::{Attachment, Message, WireTime};

const SCRIPT: &str = r#"bot "B"
command "approve" {
  let c = ask to person("bob@example.com") "Approve?" within 1m else { say "too late"; stop }
  say "got {c}"
}
command "pick" {
  let c = ask to person("bob@example.com") "Sure?" as "yes" | "no" within 1m else { say "too late"; stop }
  say "got {c}"
}
command "vote" {
  let c = ask "Lunch?" by anyone within 1m else { say "too late"; stop }
  say "got {c}"
}
command "mine" {
  let c = ask "Colour?" within 1m else { say "too late"; stop }
  say "got {c}"
}
command "poll" {
  let votes = ask "Where to?" by anyone until 4 within 1m
  say "{votes.len}: {votes.map(v => v.answer).sort.join(",")}"
}
command "tea" {
  let votes = ask "Tea?" as "yes" | "no" by anyone until 3 within 1m
  say "{votes.len} votes"
}
command "first" {
  let c = ask "Number?" as int by anyone where c > 10 else "more than 10!" within 1m
  say "got {c}"
}
command "busy" { say "busy"; say "free" }
command "more" { say "more" }
otherwise { say "what?" }
"#;
const MINUTE_MS: i64 = 60_000;
/// Where Bob is asked.
const BOB: &str = "bob@example.com";

struct Scene {
    stage: Stage,
    engine: EngineHandle,
}

impl Scene {
    /// Alice has had something asked.
    async fn asked(command: &str, room: &str, prompt: &str) -> Self {
        let stage = Stage::new();
        let engine = stage.start(compiled(SCRIPT)).await;
        deliver_all(&engine, [stage.writes("alice", "r", command)]).await;
        assert_eq!(stage.webex.said_in(room).last().map(String::as_str), Some(prompt));
        Self { stage, engine }
    }

    fn webex(&self) -> &Arc<Double> {
        &self.stage.webex
    }

    /// Written so long after the beginning, and stored.
    async fn takes(&self, person: &str, room: &str, text: &str, at_ms: i64) {
        let event: IncomingEvent = self.stage.writes_at(person, room, text, NOW_MS + at_ms);
        assert_eq!(self.engine.deliver(event).await, Ok(Delivered::Accepted));
        settle().await;
    }

    /// What is said in this room waits, and so does what is written after it.
    async fn is_busy(&self, person: &str, room: &str) -> Arc<Semaphore> {
        let gate = self.webex().hold(room);
        self.takes(person, room, "busy", 1).await;
        gate
    }

    async fn passes(&self, ms: i64) {
        self.stage.clock.advance(ms, settle).await;
    }

    fn last(&self, room: &str) -> String {
        self.webex().said_in(room).last().cloned().unwrap_or_default()
    }
}

async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_answer_that_waits_in_another_conversation_is_in_time() {
    for (command, room, prompt, person) in [
        ("approve", BOB, "Approve?", "bob"),
        ("vote", "r", "Lunch?", "carol"),
        ("mine", "r", "Colour?", "alice"),
    ] {
        let scene = Scene::asked(command, room, prompt).await;
        let gate = scene.is_busy(person, room).await;
        scene.takes(person, room, "yes", MINUTE_MS / 2).await;
        scene.passes(2 * MINUTE_MS).await;
        assert_eq!(scene.last(room), prompt, "{command}");
        gate.add_permits(100);
        scene.engine.idle().await;
        assert_eq!(scene.last("r"), "got yes", "{command}: {:?}", scene.webex().said());
        scene.passes(MINUTE_MS).await;
        scene.engine.idle().await;
        assert!(!scene.webex().said_in("r").contains(&"too late".to_owned()), "{command}");
        assert_eq!(scene.engine.next_timer().await.unwrap(), None, "{command}");
    }
}

#[tokio::test]
async fn it_ends_when_what_waited_was_no_answer() {
    for (command, room, prompt, person) in
        [("approve", BOB, "Approve?", "bob"), ("vote", "r", "Lunch?", "carol")]
    {
        let scene = Scene::asked(command, room, prompt).await;
        let gate = scene.is_busy(person, room).await;
        scene.takes(person, room, "more", MINUTE_MS / 2).await;
        scene.passes(2 * MINUTE_MS).await;
        // What was said elsewhere and by others holds nobody.
        scene.takes("dave", "q", "busy", MINUTE_MS).await;
        assert!(!scene.webex().said().iter().any(|(_, text)| text == "too late"), "{command}");
        gate.add_permits(100);
        scene.engine.idle().await;
        let said = scene.webex().said();
        assert_eq!(said.iter().filter(|(_, text)| text == "too late").count(), 1, "{command}: {said:?}");
        // Now it is none.
        scene.takes(person, room, "yes", 3 * MINUTE_MS).await;
        scene.engine.idle().await;
        assert_eq!(scene.last(room), "what?", "{command}");
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_yet_is_in_time() {
    for (command, room, prompt, person) in
        [("approve", BOB, "Approve?", "bob"), ("mine", "r", "Colour?", "alice")]
    {
        let scene = Scene::asked(command, room, prompt).await;
        scene.webex().fail_reads_of_messages(2, 500);
        scene.takes(person, room, "yes", MINUTE_MS / 2).await;
        // It is read again a minute after each time, and the question is over meanwhile.
        for _ in 0..3 {
            assert!(!scene.webex().said_in("r").contains(&"too late".to_owned()), "{command}");
            scene.passes(limits::READ_AGAIN_MS).await;
            scene.engine.idle().await;
        }
        assert_eq!(scene.last("r"), "got yes", "{command}: {:?}", scene.webex().said());
    }
}

#[tokio::test]
async fn what_can_never_be_read_does_not_hold_a_question_for_ever() {
    let day_ms = i64::try_from(limits::OUTAGE_MS_MAX).unwrap();
    let scene = Scene::asked("approve", BOB, "Approve?").await;
    scene.webex().fail_reads_of_messages(usize::MAX, 500);
    scene.takes("bob", BOB, "yes", MINUTE_MS / 2).await;
    scene.passes(day_ms).await;
    assert_eq!(scene.webex().said_in("r"), [""; 0]);
    scene.passes(2 * MINUTE_MS).await;
    scene.engine.idle().await;
    assert_eq!(scene.webex().said_in("r"), ["too late"]);
}

#[tokio::test]
async fn what_was_written_long_after_the_end_is_no_answer_though_the_end_has_to_wait() {
    let scene = Scene::asked("approve", BOB, "Approve?").await;
    let gate = scene.is_busy("bob", BOB).await;
    scene.takes("bob", BOB, "more", MINUTE_MS / 2).await;
    scene.takes("bob", BOB, "yes", 4 * MINUTE_MS).await;
    scene.passes(5 * MINUTE_MS).await;
    gate.add_permits(100);
    scene.engine.idle().await;
    assert_eq!(scene.webex().said_in("r"), ["too late"]);
    assert_eq!(scene.last(BOB), "what?");
}

#[tokio::test]
async fn so_it_is_with_a_press() {
    for (pressed_ms, want) in [(MINUTE_MS / 2, "got yes"), (4 * MINUTE_MS, "too late")] {
        let scene = Scene::asked("pick", BOB, "Sure?").await;
        let card = scene.webex().sent()[0].card.clone().expect("it has buttons");
        let card = Message {
            id: "sent-1".into(),
            room_id: BOB.into(),
            attachments: vec![Attachment::card(card)],
            ..Message::default()
        };
        scene.webex().put_message(card.clone());
        let gate = scene.is_busy("bob", BOB).await;
        scene.takes("bob", BOB, "more", MINUTE_MS / 2).await;
        let at = WireTime::from_millisecond(NOW_MS + pressed_ms);
        let press = press_at(&scene.stage, "bob", &card, at);
        assert_eq!(scene.engine.deliver(press).await, Ok(Delivered::Accepted));
        scene.passes(5 * MINUTE_MS).await;
        gate.add_permits(100);
        scene.engine.idle().await;
        assert_eq!(scene.webex().said_in("r"), [want], "{:?}", scene.webex().said());
        assert_eq!(scene.last(BOB).contains("closed"), want == "too late", "{}", scene.last(BOB));
    }
}

#[tokio::test]
async fn the_end_waits_for_what_was_stored_before_a_restart_too() {
    let scene = Scene::asked("approve", BOB, "Approve?").await;
    let _gate = scene.is_busy("bob", BOB).await;
    scene.takes("bob", BOB, "yes", MINUTE_MS / 2).await;
    scene.engine.kill().await;
    scene.stage.clock.set(NOW_MS + MINUTE_MS * 2);
    let gate = scene.webex().hold(BOB);
    let engine = scene.stage.start(compiled(SCRIPT)).await;
    settle().await;
    assert_eq!(scene.webex().said_in("r"), [""; 0]);
    gate.add_permits(100);
    engine.idle().await;
    assert_eq!(scene.webex().said_in("r"), ["got yes"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn votes_that_come_at_once_all_count() {
    for round in 0..20 {
        let scene = Scene::asked("poll", "r", "Where to?").await;
        let voters = ["bob", "carol", "dora", "erin"];
        let wrote = voters.map(|voter| scene.stage.writes(voter, "r", &format!("for {voter}")));
        deliver_all(&scene.engine, wrote).await;
        let said = scene.webex().said_in("r");
        assert_eq!(said, ["Where to?", "4: for bob,for carol,for dora,for erin"], "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn presses_and_messages_that_come_at_once_all_count() {
    for round in 0..20 {
        let scene = Scene::asked("tea", "r", "Tea?").await;
        let card = scene.webex().sent()[0].card.clone().expect("it has buttons");
        let attachments = vec![Attachment::card(card)];
        let card = Message { id: "sent-1".into(), room_id: "r".into(), attachments, ..Message::default() };
        scene.webex().put_message(card.clone());
        let at = WireTime::from_millisecond(NOW_MS);
        let press = |person: &str| press_at(&scene.stage, person, &card, at);
        deliver_all(&scene.engine, [press("bob"), press("carol"), scene.stage.writes("dora", "r", "no")])
            .await;
        assert_eq!(scene.webex().said_in("r"), ["Tea?", "3 votes"], "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_while_another_is_refused_counts() {
    for (round, refused) in ["no number", "7"].repeat(10).into_iter().enumerate() {
        let scene = Scene::asked("first", "r", "Number?").await;
        let wrote = [("bob", refused), ("carol", "12")];
        let wrote = wrote.map(|(person, text)| scene.stage.writes(person, "r", text));
        deliver_all(&scene.engine, wrote).await;
        // Bob may come second, and is no answer then.
        let said = scene.webex().said_in("r");
        assert!(said.iter().any(|it| it == "got 12"), "round {round}: {said:?}");
    }
}
