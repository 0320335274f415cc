//! What the bot missed: how far it is looked back, which rooms hold which others, and what cannot be read now.

use super::double::{ME, listing};
use super::programs::compiled;
use super::stage::{NOW_MS, Stage, deliver_all, message};
use crate::support::logged::Logged;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use wbot::base::limits;
use wbot::engine::listener::{Registration, WebhookSource};
use wbot::engine::{Delivered, EngineHandle, Happening, KeepTime, Listening, Source};
use wbot::net::ServerOptions;
use wbot::webex::wire::{Message, WireTime};

const SCRIPT: &str = "bot \"B\"\ncommand \"hello {n: int}\" { say \"hello {n}\" }\n";
const ASKS: &str = r#"bot "B"
command "ask" {
  let c = ask "Colour?" within 1m else { say "too late"; stop }
  say "got {c}"
}
"#;
pub(super) const MINUTE_MS: i64 = 60_000;
pub(super) const HOUR_MS: i64 = 60 * MINUTE_MS;

/// A bot that hears Webex, and looks every five minutes for what was not delivered: nothing is, here.
pub(super) struct Scene {
    pub(super) stage: Stage,
    pub(super) engine: EngineHandle,
    script: &'static str,
    _open: Box<dyn Listening>,
}

impl Scene {
    async fn new() -> Self {
        Self::on(Stage::new()).await
    }

    async fn on(stage: Stage) -> Self {
        Self::of(SCRIPT, stage).await
    }

    pub(super) async fn of(script: &'static str, stage: Stage) -> Self {
        let engine = stage.start(compiled(script)).await;
        let source = WebhookSource {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            options: ServerOptions::default(),
            secret: "webex-secret".into(),
            registration: Some(Registration { public_url: None, program: "Test".into() }),
        };
        let open = source.start(engine.clone()).await.unwrap();
        settle().await;
        engine.idle().await;
        Self { stage, engine, script, _open: open }
    }

    /// Dies, and is there again after this time.
    pub(super) async fn again(self, after_ms: i64) -> Self {
        let Self { stage, engine, script, _open } = self;
        engine.kill().await;
        stage.clock.advance(after_ms, settle).await;
        Self::of(script, stage).await
    }

    pub(super) async fn passes(&self, ms: i64) {
        self.stage.clock.advance(ms, settle).await;
        self.engine.idle().await;
    }

    /// Alice writes `hello N` in these rooms, so long after the beginning; nothing else happens there.
    fn writes(&self, rooms: &[&str], n: usize, at_ms: i64) {
        for room in rooms {
            let wrote = message("alice", room, &format!("hello {n}"), NOW_MS + at_ms);
            self.stage.webex.put_activity(room, wrote.created);
            self.stage.webex.put_message(wrote);
        }
    }

    pub(super) fn said(&self, room: &str) -> Vec<String> {
        self.stage.webex.said_in(room)
    }

    /// Listing what was said in these rooms fails from now on.
    fn fails(&self, rooms: &[&str]) {
        self.listing(rooms, Some(500));
    }

    fn mends(&self, rooms: &[&str]) {
        self.listing(rooms, None);
    }

    fn listing(&self, rooms: &[&str], status: Option<u16>) {
        for room in rooms {
            self.stage.webex.fail_listing(room, status);
        }
    }

    /// The rooms that were looked through since this was asked last.
    fn looked_through(&self) -> Vec<String> {
        self.stage.webex.take_listed().into_iter().map(|(room, _)| room).collect()
    }
}

/// Lets everything that can go on go on.
pub(super) async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_room_that_cannot_be_looked_through_holds_no_other() {
    let scene = Scene::new().await;
    scene.fails(&["bad"]);
    scene.writes(&["bad", "good"], 1, MINUTE_MS);
    scene.passes(6 * MINUTE_MS).await;
    assert_eq!((scene.said("good"), scene.said("bad")), (vec!["hello 1".to_owned()], vec![]));
    scene.stage.webex.take_listed();
    // The others are not looked through again and again with it, and nothing of it is forgotten.
    scene.passes(2 * HOUR_MS).await;
    let listed = scene.stage.webex.take_listed();
    let since_ms = NOW_MS - 2 * MINUTE_MS;
    assert!(listed.len() > 20 && listed.iter().all(|it| *it == ("bad".to_owned(), since_ms)), "{listed:?}");
    let scene = scene.again(HOUR_MS).await;
    assert!(scene.looked_through().iter().all(|room| room == "bad"));
    scene.mends(&["bad"]);
    scene.passes(6 * MINUTE_MS).await;
    assert_eq!((scene.said("good").len(), scene.said("bad")), (1, vec!["hello 1".to_owned()]));
    scene.looked_through();
    scene.passes(HOUR_MS).await;
    assert_eq!(scene.looked_through(), [""; 0], "it is as the others are");
}

/// A bot that is there again, after `hello 1` was written in two rooms: looking through one of them takes long, and
/// `hello 2` comes to all.
async fn takes_long() -> (Scene, Arc<Semaphore>) {
    let mut stage = Stage::new();
    stage.options.keep_time = KeepTime::AfterCatchUp;
    let scene = Scene::on(stage).await;
    scene.writes(&["long", "quick"], 1, MINUTE_MS);
    let held = scene.stage.webex.hold(&listing("long"));
    let scene = scene.again(2 * MINUTE_MS).await;
    for room in ["long", "quick", "new"] {
        let wrote = scene.stage.writes_at("alice", room, "hello 2", NOW_MS + 2 * MINUTE_MS);
        assert_eq!(scene.engine.deliver(wrote).await, Ok(Delivered::Accepted));
    }
    settle().await;
    assert_eq!(scene.said("quick"), ["hello 1", "hello 2"]);
    assert_eq!(scene.said("new"), ["hello 2"]);
    assert_eq!(scene.said("long"), [""; 0], "what came there waits for what was missed");
    (scene, held)
}

#[tokio::test]
async fn a_room_that_takes_long_to_look_through_holds_only_what_came_there() {
    let (scene, held) = takes_long().await;
    held.add_permits(1);
    settle().await;
    scene.engine.idle().await;
    assert_eq!(scene.said("long"), ["hello 1", "hello 2"]);
    let (scene, held) = takes_long().await;
    scene.stage.clock.advance(limits::LOOK_BACK_ROOM_MS_MAX - 1, settle).await;
    assert_eq!(scene.said("long"), [""; 0]);
    scene.stage.clock.advance(1, settle).await;
    assert_eq!(scene.said("long"), ["hello 2"], "not for ever");
    held.add_permits(1);
    settle().await;
    scene.engine.idle().await;
    assert_eq!(scene.said("long"), ["hello 2", "hello 1"]);
}

#[tokio::test]
async fn several_in_a_row_are_no_matter_of_the_rooms() {
    let scene = Scene::new().await;
    let all = ["a", "b", "c", "d", "e"];
    scene.fails(&all);
    scene.writes(&all, 1, MINUTE_MS);
    scene.passes(5 * MINUTE_MS).await;
    assert_eq!(scene.looked_through(), ["a", "b", "c"], "the rest is not tried in vain");
    // Those that were not tried come first the next time.
    scene.mends(&["e"]);
    scene.passes(5 * MINUTE_MS).await;
    assert_eq!(scene.looked_through()[..2], ["d", "e"]);
    assert_eq!(scene.said("e"), ["hello 1"]);
    // However many fail, each is tried again in turn.
    scene.mends(&["c"]);
    scene.passes(15 * MINUTE_MS).await;
    assert_eq!(scene.said("c"), ["hello 1"]);
    scene.mends(&all);
    scene.passes(15 * MINUTE_MS).await;
    for room in all {
        assert_eq!(scene.said(room), ["hello 1"], "{room}");
    }
}

#[tokio::test]
async fn it_is_looked_back_as_far_as_was_asked_for() {
    let hours = |hours: u64| Some(Duration::from_hours(hours));
    for (catch_up, want) in [
        (None, &["hello 3"][..]),
        (hours(1), &["hello 2", "hello 3"]),
        (hours(24), &["hello 1", "hello 2", "hello 3"]),
    ] {
        let mut stage = Stage::new();
        stage.options.catch_up = catch_up;
        let scene = Scene::on(stage).await;
        scene.writes(&["long ago"], 1, HOUR_MS);
        scene.writes(&["lately"], 2, 2 * HOUR_MS + HOUR_MS / 2);
        let scene = scene.again(3 * HOUR_MS).await;
        let wrote = scene.stage.writes_at("alice", "now", "hello 3", NOW_MS + 3 * HOUR_MS);
        deliver_all(&scene.engine, [wrote]).await;
        scene.passes(HOUR_MS / 2).await;
        let said: Vec<String> = scene.stage.webex.said().into_iter().map(|(_, text)| text).collect();
        assert_eq!(said, want, "{catch_up:?}");
        assert_eq!(scene.looked_through().is_empty(), catch_up.is_none(), "{catch_up:?}");
    }
}

#[tokio::test]
async fn it_is_said_where_a_room_has_more_than_is_looked_at() {
    const MOST: usize = limits::CATCH_UP_MESSAGES_MAX;
    for (count, times) in [(MOST - 1, 0), (MOST, 1)] {
        let logged = Logged::new();
        let scene = Scene::new().await;
        let at = WireTime::from_millisecond(NOW_MS + MINUTE_MS);
        scene.stage.webex.put_activity("r", at);
        // Its own messages are looked at too, and start nothing.
        for n in 0..count {
            let own = Message {
                id: format!("own {n}"),
                room_id: "r".into(),
                person_id: ME.into(),
                created: at,
                ..Message::default()
            };
            scene.stage.webex.put_message(own);
        }
        scene.passes(6 * MINUTE_MS).await;
        assert_eq!(scene.looked_through().len(), 1, "{count}");
        let said = logged.times("a room has more than 10000 new messages, older ones are not looked at");
        assert_eq!(said, times, "{count}: {}", logged.text());
    }
}

#[tokio::test]
async fn a_message_that_cannot_be_read_now_is_read_again_soon() {
    let stage = Stage::new();
    let engine = stage.start(compiled(SCRIPT)).await;
    stage.webex.fail_reads_of_messages(2, 500);
    deliver_all(&engine, [stage.writes("alice", "r", "hello 1")]).await;
    let [first_ms, second_ms, _] = limits::READ_AGAIN_SOON_MS;
    for (after_ms, said) in [(first_ms, &[][..]), (second_ms, &["hello 1"])] {
        stage.clock.advance(after_ms, settle).await;
        engine.idle().await;
        assert_eq!(stage.webex.said_in("r"), said);
    }
    stage.clock.advance(10 * limits::READ_AGAIN_MS, settle).await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["hello 1"], "once");
}

#[tokio::test]
async fn what_was_sent_after_a_message_that_cannot_be_read_waits_for_it() {
    let [first_ms, second_ms, _] = limits::READ_AGAIN_SOON_MS;
    for (status, restarts) in [(401, false), (500, false), (401, true)] {
        let stage = Stage::new();
        let engine = stage.start(compiled(SCRIPT)).await;
        stage.webex.fail_reads_of_messages(1, status);
        deliver_all(&engine, [stage.writes("alice", "r", "hello 1")]).await;
        deliver_all(&engine, [stage.writes("alice", "r", "hello 2"), stage.writes("alice", "r", "hello 3")])
            .await;
        // Others do not wait, and nor does the same person elsewhere.
        deliver_all(&engine, [stage.writes("bob", "r", "hello 4"), stage.writes("alice", "q", "hello 5")])
            .await;
        assert_eq!(stage.webex.said_in("r"), ["hello 4"], "{status} {restarts}");
        assert_eq!(stage.webex.said_in("q"), ["hello 5"], "{status} {restarts}");
        stage.webex.fail_reads_of_messages(1, status);
        let engine = if restarts {
            engine.kill().await;
            stage.start(compiled(SCRIPT)).await
        } else {
            engine
        };
        for after_ms in [first_ms, second_ms] {
            engine.idle().await;
            stage.clock.advance(after_ms, settle).await;
        }
        engine.idle().await;
        let said = stage.webex.said_in("r");
        assert_eq!(said, ["hello 4", "hello 1", "hello 2", "hello 3"], "{status} {restarts}");
    }
}

#[tokio::test]
async fn a_message_that_turns_out_to_be_gone_lets_the_others_go() {
    let stage = Stage::new();
    let engine = stage.start(compiled(SCRIPT)).await;
    stage.webex.fail_reads_of_messages(1, 500);
    deliver_all(&engine, [stage.writes("alice", "r", "hello 1")]).await;
    deliver_all(&engine, [stage.writes("alice", "r", "hello 2")]).await;
    assert_eq!(stage.webex.said_in("r"), [""; 0]);
    stage.webex.fail_reads_of_messages(1, 404);
    stage.clock.advance(limits::READ_AGAIN_MS, settle).await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["hello 2"]);
}

#[tokio::test]
async fn a_message_that_cannot_be_read_now_is_kept_for_the_next_start() {
    for (status, kept) in [(500, true), (404, false)] {
        let logged = Logged::new();
        let stage = Stage::new();
        let engine = stage.start(compiled(SCRIPT)).await;
        stage.webex.fail_reads_of_messages(1, status);
        deliver_all(&engine, [stage.writes("alice", "r", "hello 1")]).await;
        assert_eq!(stage.webex.said_in("r"), [""; 0], "{status}");
        let told = |it: &Happening| match it {
            Happening::Kept { what, why } => Some((true, what.clone(), why.contains("could not do that"))),
            Happening::Dropped { what, why } => {
                Some((false, what.clone(), why.contains("could not do that")))
            }
            _ => None,
        };
        assert_eq!(stage.seen(told), [(kept, "messages/created".into(), true)], "{status}");
        let lines = [
            logged.times("it is kept and read again in 2 s"),
            logged.times("a message is gone before it could be read"),
        ];
        assert_eq!(lines, [usize::from(kept), usize::from(!kept)], "{}", logged.text());
        // It can be read now: of what was dropped nothing is left that would be.
        engine.kill().await;
        let engine = stage.start(compiled(SCRIPT)).await;
        engine.idle().await;
        let said = if kept { &["hello 1"][..] } else { &[] };
        assert_eq!(stage.webex.said_in("r"), said, "{status}");
        engine.kill().await;
        let engine = stage.start(compiled(SCRIPT)).await;
        engine.idle().await;
        assert_eq!(stage.webex.said_in("r"), said, "once: {status}");
    }
}

#[tokio::test]
async fn an_answer_is_late_or_in_time_by_when_it_was_written() {
    for (written_ms, want) in
        [(MINUTE_MS / 2, "got blue"), (2 * MINUTE_MS, "got blue"), (4 * MINUTE_MS, "too late")]
    {
        let mut stage = Stage::new();
        // No way in was opened: what was missed is not known yet, and no question runs out.
        stage.options.keep_time = KeepTime::AfterCatchUp;
        let engine = stage.start(compiled(ASKS)).await;
        let ask = stage.writes("alice", "r", "ask");
        assert_eq!(engine.deliver(ask).await, Ok(Delivered::Accepted));
        stage.clock.advance(limits::LOOK_BACK_FIRST_MS_MAX, settle).await;
        engine.idle().await;
        assert_eq!(stage.webex.said_in("r"), ["Colour?"]);
        stage.clock.advance(4 * MINUTE_MS + HOUR_MS / 120, settle).await;
        assert_eq!(stage.webex.said_in("r"), ["Colour?"], "it does not run out");
        let answer = stage.writes_at("alice", "r", "blue", NOW_MS + written_ms);
        assert_eq!(engine.deliver(answer).await, Ok(Delivered::Accepted));
        engine.idle().await;
        assert_eq!(stage.webex.said_in("r").get(1).map(String::as_str), Some(want), "{written_ms}");
    }
}

#[tokio::test]
async fn a_question_waits_for_its_room_to_be_looked_through() {
    let mut stage = Stage::new();
    stage.options.keep_time = KeepTime::AfterCatchUp;
    let scene = Scene::of(ASKS, stage).await;
    deliver_all(&scene.engine, [scene.stage.writes("alice", "r", "ask")]).await;
    assert_eq!(scene.said("r"), ["Colour?"]);
    let wrote = message("alice", "r", "blue", NOW_MS + MINUTE_MS / 2);
    scene.fails(&["r"]);
    scene.stage.webex.put_activity("r", wrote.created);
    scene.stage.webex.put_message(wrote);
    // Another room can be looked through, and its message is answered.
    let scene = scene.again(2 * MINUTE_MS).await;
    scene.writes(&["q"], 1, 2 * MINUTE_MS);
    scene.passes(20 * MINUTE_MS).await;
    assert_eq!(scene.said("r"), ["Colour?"]);
    scene.mends(&["r"]);
    scene.passes(MINUTE_MS).await;
    assert_eq!(scene.said("r"), ["Colour?", "got blue"]);
}

#[tokio::test]
async fn no_question_runs_out_whose_answer_was_not_delivered() {
    // Webhooks do not come, and nobody knows: the look of every five minutes is later than the end.
    let asked = async || {
        let scene = Scene::of(ASKS, Stage::new()).await;
        deliver_all(&scene.engine, [scene.stage.writes("alice", "r", "ask")]).await;
        assert_eq!(scene.said("r"), ["Colour?"]);
        scene
    };
    let answer = || message("alice", "r", "blue", NOW_MS + MINUTE_MS / 2);
    let scene = asked().await;
    scene.stage.webex.put_message(answer());
    scene.passes(MINUTE_MS).await;
    assert_eq!(scene.said("r"), ["Colour?", "got blue"]);
    assert_eq!(
        scene.stage.webex.take_listed(),
        [("r".to_owned(), NOW_MS - 2 * MINUTE_MS)],
        "one look, in its room"
    );
    // Nothing was written.
    let scene = asked().await;
    scene.passes(MINUTE_MS).await;
    assert_eq!(scene.said("r"), ["Colour?", "too late"]);
    // Webex does not tell for a while, and then it does; or never.
    let scene = asked().await;
    scene.fails(&["r"]);
    scene.stage.webex.put_message(answer());
    scene.passes(3 * MINUTE_MS).await;
    assert_eq!(scene.said("r"), ["Colour?"]);
    scene.mends(&["r"]);
    scene.passes(MINUTE_MS).await;
    assert_eq!(scene.said("r"), ["Colour?", "got blue"]);
    let scene = asked().await;
    scene.fails(&["r"]);
    scene.stage.webex.put_activity("r", answer().created);
    scene.passes(limits::CATCH_UP_FIRST_MS_MAX).await;
    assert_eq!(scene.said("r"), ["Colour?"]);
    scene.passes(MINUTE_MS).await;
    assert_eq!(scene.said("r"), ["Colour?", "too late"]);
}

#[tokio::test]
async fn what_came_in_long_ago_is_not_looked_up_at_the_end_of_a_question() {
    const DAY_MS: i64 = 24 * HOUR_MS;
    let script = "bot \"B\"\ncommand \"ask\" {\n  let c = ask \"Colour?\" within 20d\n  say \"got {c}\"\n}\n";
    let scene = Scene::of(script, Stage::new()).await;
    scene.stage.webex.put_message(message("alice", "r", "ask", NOW_MS));
    deliver_all(&scene.engine, [scene.stage.writes("alice", "r", "ask")]).await;
    // That it came is known for a week.
    for _ in 0..20 {
        scene.passes(DAY_MS - MINUTE_MS / 60).await;
    }
    scene.looked_through();
    scene.passes(MINUTE_MS).await;
    let listed = scene.stage.webex.take_listed();
    assert!(listed.iter().all(|(_, since_ms)| *since_ms > NOW_MS + 19 * DAY_MS), "{listed:?}");
    assert_eq!(scene.said("r").iter().filter(|it| *it == "Colour?").count(), 1, "{:?}", scene.said("r"));
}

#[tokio::test]
async fn a_question_runs_out_though_it_is_never_known_what_was_missed() {
    let mut stage = Stage::new();
    stage.options.keep_time = KeepTime::AfterCatchUp;
    let engine = stage.start(compiled(ASKS)).await;
    let ask = stage.writes("alice", "r", "ask");
    assert_eq!(engine.deliver(ask).await, Ok(Delivered::Accepted));
    stage.clock.advance(limits::CATCH_UP_FIRST_MS_MAX + MINUTE_MS, settle).await;
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["Colour?", "too late"]);
}
