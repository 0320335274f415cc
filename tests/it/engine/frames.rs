//! What may go wrong with the frames of the websocket, from the emulator's socket through the real client into the
//! engine: each message is answered, once.

use super::programs::compiled;
use super::stage::Stage;
use crate::support::bot_process::{TOKEN, webex};
use crate::support::logged::Logged;
use crate::support::talk;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use wbot::emulator::{CallFault, Emulator, Fault, FrameFault, FrameKind, NewPerson, World};
use wbot::engine::socket::{SocketSource, Timing};
use wbot::engine::{Engine, EngineConfig, EngineHandle, Listening, Source, SystemChance, SystemClock};
use wbot::net::{Backoff, Pause, Pausing, RealPause};
use wbot::webex::WebexClient;

/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_secs(30);
const SCRIPT: &str = "bot \"Frames\"\nstate count: int = 0\ncommand \"hello {n: int}\" { count += 1; say \"hello {n}, {count}\" }\n";

struct Scene {
    webex: Emulator,
    engine: EngineHandle,
    listening: Option<Box<dyn Listening>>,
    alice: String,
}

impl Scene {
    async fn new() -> Self {
        Self::looking(Timing::default().look_ms, SCRIPT).await
    }

    /// A bot that pings often and does not wait long, and looks every so often for what was not delivered.
    async fn looking(look_ms: i64, script: &str) -> Self {
        Self::pinging(150, look_ms, script).await
    }

    async fn pinging(ping_ms: i64, look_ms: i64, script: &str) -> Self {
        Self::over(Arc::new(RealPause::new()), (ping_ms, look_ms), script).await
    }

    async fn over(pause: Arc<dyn Pause>, (ping_ms, look_ms): (i64, i64), script: &str) -> Self {
        let webex = webex("Frames").await;
        let client = WebexClient::new(webex.api_url(), TOKEN.into(), pause).unwrap();
        let stage = Stage::new();
        let config = EngineConfig {
            loaded: stage.loaded(compiled(script)),
            options: stage.options.clone(),
            gateway: Arc::new(client.clone()),
            store: stage.store.clone(),
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
            fetch: stage.calls.clone(),
            observer: stage.watcher.clone(),
            vitals: Arc::default(),
        };
        let engine = Engine::start(config).await.unwrap();
        let timing = Timing {
            ping_ms,
            ready: Duration::from_millis(400),
            backoff: Backoff { base: Duration::from_millis(20), max: Duration::from_millis(100) },
            mark_ms: 100,
            look_ms,
            ..Timing::default()
        };
        let u2c = webex.u2c_url().parse().unwrap();
        let source = SocketSource { client, u2c, program: "frames".into(), timing };
        let listening = Some(source.start(engine.clone()).await.unwrap());
        let alice = talk::alice(&webex);
        Self { webex, engine, listening, alice }
    }

    fn says(&self, n: usize) {
        self.webex.say_direct(&self.alice, &format!("hello {n}")).unwrap();
    }

    /// What the bot has said, when it is so many things.
    async fn heard(&self, count: usize, what: &str) -> Vec<String> {
        let me = self.webex.bot().id;
        let texts = || -> Vec<String> {
            self.webex.read(|world| {
                world.messages().filter(|it| it.person_id == me).map(|it| it.text.clone()).collect()
            })
        };
        let said = self
            .webex
            .until(|world| (world.messages().filter(|it| it.person_id == me).count() >= count).then_some(()));
        assert!(tokio::time::timeout(PATIENCE, said).await.is_ok(), "{what}: {:?}", texts());
        texts()
    }

    async fn end(mut self) {
        if let Some(listening) = self.listening.take() {
            listening.stop(Duration::from_secs(5)).await;
        }
        self.engine.shutdown().await;
    }
}

/// Alice writes four messages, with the fault before the second of them.
async fn check(what: &str, fault: Fault, in_order: bool) {
    let scene = Scene::new().await;
    scene.says(0);
    scene.heard(1, what).await;
    scene.webex.inject(fault);
    for n in 1..4 {
        scene.says(n);
    }
    // What comes after the fault, when it is over.
    let mut said = scene.heard(4, what).await;
    scene.says(4);
    said = scene.heard(said.len() + 1, what).await;
    scene.engine.idle().await;
    let numbers: Vec<&str> = said.iter().map(|text| text.split_once(',').unwrap().0).collect();
    let counts: Vec<&str> = said.iter().map(|text| text.split_once(", ").unwrap().1).collect();
    assert_eq!(counts, ["1", "2", "3", "4", "5"], "{what}: each is counted once");
    let each: BTreeSet<&str> = numbers.iter().copied().collect();
    assert_eq!(each.len(), 5, "{what}: {numbers:?}");
    if in_order {
        assert_eq!(numbers, ["hello 0", "hello 1", "hello 2", "hello 3", "hello 4"], "{what}");
    }
    scene.end().await;
}

fn activity(fault: FrameFault) -> Fault {
    Fault::frame(FrameKind::Activity, fault)
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_that_come_twice_again_or_late() {
    check("twice", activity(FrameFault::Duplicate).times(3), true).await;
    check("again", activity(FrameFault::Replay { last: 3 }).skip(1), true).await;
    check("late", activity(FrameFault::Latency { ms: 120 }), true).await;
    check("in another order", activity(FrameFault::Reorder { by: 2, ms: 200 }), false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_that_never_come() {
    check("one", activity(FrameFault::Drop), false).await;
    check("two", activity(FrameFault::Drop).times(2), false).await;
    // No later frame tells that this one is missing.
    let scene = Scene::looking(300, SCRIPT).await;
    scene.says(0);
    scene.heard(1, "before").await;
    scene.webex.inject(activity(FrameFault::Drop));
    scene.says(1);
    assert_eq!(scene.heard(2, "the last one").await, ["hello 0, 1", "hello 1, 2"]);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_closed_or_only_looks_open() {
    for code in [1000, 1001, 1011, 4008, 4429] {
        let close = FrameFault::Close { code, reason: "as the test says".to_owned() };
        check(&format!("close {code}"), activity(close), true).await;
    }
    check("silence", activity(FrameFault::Silence), true).await;
    check("no pong", Fault::frame(FrameKind::Pong, FrameFault::Drop), true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_takes_long_to_look_through_holds_no_other() {
    let scene = Scene::new().await;
    let bob = scene.webex.create_person(NewPerson::named("Bob")).unwrap().id;
    let people = [&scene.alice, &bob];
    let say = |n| {
        for person in people {
            scene.webex.say_direct(person, &format!("hello {n}")).unwrap();
        }
    };
    let me = scene.webex.bot().id;
    // What each of them heard.
    let heard = |world: &World| {
        people.map(|person| {
            let room = world.direct_room(&me, person).map(|room| room.id.clone()).unwrap_or_default();
            let own = world.messages_in(&room).filter(|it| it.person_id == me);
            own.filter_map(|it| Some(it.text.split_once(',')?.0.to_owned())).collect::<Vec<String>>()
        })
    };
    let until = async |count: usize, all: bool| {
        let there = scene.webex.until(|world| {
            let heard = heard(world);
            let mut lengths = heard.iter().map(|texts| texts.len() >= count);
            let there = if all { lengths.all(|it| it) } else { lengths.any(|it| it) };
            there.then_some(heard)
        });
        tokio::time::timeout(PATIENCE, there).await.expect("it answers")
    };
    say(0);
    until(1, true).await;
    // The first room that is looked through.
    let long = Fault::call("GET", "/messages$", CallFault::Latency { ms: 8_000 });
    let long = scene.webex.inject(long);
    scene.webex.close_sockets(1001, "the server goes");
    say(1);
    let looks = async {
        while !scene.webex.faults().iter().any(|it| it.id == long && it.fired == 1) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, looks).await.is_ok(), "it looks for what was missed");
    say(2);
    let mut sofar = until(3, false).await;
    sofar.sort_by_key(Vec::len);
    assert_eq!(sofar, [&["hello 0"][..], &["hello 0", "hello 1", "hello 2"]]);
    for heard in until(3, true).await {
        assert_eq!(heard, ["hello 0", "hello 1", "hello 2"], "in order");
    }
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_get_ready() {
    let scene = Scene::new().await;
    scene.says(0);
    scene.heard(1, "before").await;
    // The next two connections say nothing, one is closed before it is ready.
    scene.webex.inject(Fault::frame(FrameKind::Ready, FrameFault::Drop).times(2));
    let close = FrameFault::Close { code: 1011, reason: "busy".to_owned() };
    scene.webex.inject(Fault::frame(FrameKind::Ready, close).skip(2));
    scene.webex.close_sockets(4503, "the server goes");
    scene.says(1);
    scene.says(2);
    let said = scene.heard(3, "after").await;
    assert_eq!(said, ["hello 0, 1", "hello 1, 2", "hello 2, 3"]);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_refused_for_a_while() {
    let refused = || CallFault::Status { status: 401, retry_after_s: None };
    let scene = Scene::new().await;
    scene.says(0);
    scene.heard(1, "before").await;
    let vitals = scene.engine.vitals();
    for (n, path) in [(1, "/u2c"), (2, "/wdm")] {
        let rule = scene.webex.inject(Fault::call("GET", path, refused()).always());
        scene.webex.close_sockets(1001, "the server goes");
        let tried_again = async {
            while !scene.webex.faults().iter().any(|it| it.id == rule && it.fired >= 3) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(tokio::time::timeout(PATIENCE, tried_again).await.is_ok(), "{path}: it is tried again");
        let why = vitals.health.way_in();
        assert_eq!(why, Err("websocket: Webex does not accept the token any more".to_owned()), "{path}");
        scene.says(n);
        scene.webex.clear_faults();
        let said = scene.heard(n + 1, path).await;
        assert_eq!(said.last(), Some(&format!("hello {n}, {}", n + 1)), "it catches up");
        assert_eq!(vitals.health.way_in(), Ok(()), "{path}");
    }
    scene.end().await;
}

const ASKS: &str = r#"bot "Frames"
command "ask" {
  let c = ask "Colour?" within 300ms else { say "too late"; stop }
  say "got {c}"
}
"#;

impl Scene {
    /// A bot that has asked; a ping that is not answered is noticed after so long.
    async fn asks(ping_ms: i64) -> Self {
        let scene = Self::pinging(ping_ms, Timing::default().look_ms, ASKS).await;
        scene.webex.say_direct(&scene.alice, "ask").unwrap();
        scene.heard(1, "it asks").await;
        scene
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_does_not_run_out_over_a_connection_that_only_looks_open() {
    let scene = Scene::asks(1000).await;
    scene.webex.inject(activity(FrameFault::Silence));
    scene.webex.say_direct(&scene.alice, "blue").unwrap();
    assert_eq!(scene.heard(2, "in time").await, ["Colour?", "got blue"]);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_runs_out_when_the_connection_is_known_to_be_open() {
    // The next ping of itself would come long after the test has failed.
    let scene = Scene::asks(600_000).await;
    assert_eq!(scene.heard(2, "open").await, ["Colour?", "too late"]);
    scene.end().await;
    let scene = Scene::asks(1000).await;
    scene.webex.inject(Fault::frame(FrameKind::Pong, FrameFault::Drop));
    assert_eq!(scene.heard(2, "open again").await, ["Colour?", "too late"]);
    scene.end().await;
}

/// Times of a client, a hundred times as fast.
#[derive(Debug)]
struct Hasty(RealPause);

impl Pause for Hasty {
    fn sleep(&self, time: Duration) -> Pausing<'_> {
        self.0.sleep(time / 100)
    }

    fn elapsed_ms(&self) -> u64 {
        self.0.elapsed_ms() * 100
    }

    fn jitter(&self) -> f64 {
        self.0.jitter()
    }
}

/// In one thread, so that its log can be read.
#[tokio::test]
async fn an_outage_is_said_when_it_begins_and_when_it_is_over() {
    let logged = Logged::new();
    let hasty = Arc::new(Hasty(RealPause::new()));
    let scene = Scene::over(hasty, (150, Timing::default().look_ms), SCRIPT).await;
    scene.says(0);
    scene.heard(1, "before").await;
    let warned = || logged.times(" WARN ") + logged.times(" ERROR ");
    let before = warned();
    // Calls fail in each way, and so do connections that are open already.
    let rules = [CallFault::DropBefore, CallFault::Status { status: 502, retry_after_s: None }]
        .map(|fault| scene.webex.inject(Fault::call("GET", "/u2c", fault).times(30)));
    scene.webex.close_sockets(1001, "the server goes");
    scene.webex.inject(Fault::frame(FrameKind::Ready, FrameFault::Drop).times(2));
    let over = async {
        while !rules.iter().all(|rule| scene.webex.faults().iter().any(|it| it.id == *rule && it.fired == 30))
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, over).await.is_ok(), "{}", logged.text());
    scene.says(1);
    scene.heard(2, "after").await;
    assert_eq!(warned() - before, 1, "{}", logged.text());
    assert_eq!(logged.times("the websocket is gone"), 1, "{}", logged.text());
    assert_eq!(logged.times("connected to Webex again, after"), 1, "{}", logged.text());
    scene.end().await;
}

/// In one thread, so that its log can be read.
#[tokio::test]
async fn presses_are_called_lost_only_where_no_websocket_was_open() {
    let script = format!("{SCRIPT}command \"name\" {{ let n = ask \"Which name?\"; say \"named {{n}}\" }}\n");
    let logged = Logged::new();
    let scene = Scene::looking(300, &script).await;
    let until = async |part: &str, times: usize| {
        let there = async {
            while logged.times(part) < times {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(tokio::time::timeout(PATIENCE, there).await.is_ok(), "{part}: {}", logged.text());
    };
    // Each look asks for the rooms, but for the first one of all.
    let looks = || scene.webex.calls().iter().filter(|call| call.path.contains("/rooms")).count();
    let until_looked = async |times: usize| {
        let there = async {
            while looks() < times {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(tokio::time::timeout(PATIENCE, there).await.is_ok(), "{}", logged.text());
    };
    scene.webex.note_calls();
    until_looked(1).await;
    let fails = CallFault::Status { status: 403, retry_after_s: None };
    scene.webex.inject(Fault::call("GET", "/memberships", fails.clone()));
    until("what was missed could not be fetched", 1).await;
    // It is fetched with the next mark: then it is over.
    until_looked(looks() + 2).await;
    assert_eq!(logged.times("run/presses"), 0, "{}", logged.text());
    // Here it was closed, and what is looked for is found at the second attempt: it is said once.
    scene.webex.inject(Fault::call("GET", "/memberships", fails));
    scene.webex.close_sockets(1001, "the server goes");
    until("what was missed could not be fetched", 2).await;
    until("run/presses", 1).await;
    until_looked(looks() + 2).await;
    assert_eq!(logged.times("run/presses"), 1, "{}", logged.text());
    scene.end().await;
}

#[test]
fn waits_between_connections_differ() {
    let backoff = Timing::default().backoff;
    for failures in 1..12 {
        let (short, long) = (backoff.delay(failures, 0.0), backoff.delay(failures, 0.999));
        assert!(short < long && long <= backoff.max, "{failures}: {short:?} {long:?}");
    }
}
