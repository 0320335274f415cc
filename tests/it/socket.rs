//! `wbot run` without a public address: the websocket, over real HTTP against the emulator.

use crate::support::bot_process::{BotProcess, How, TOKEN};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use wbot::emulator::{BotAccount, CallFault, Emulator, EmulatorConfig, Fault, FrameFault, FrameKind, Person};
use wbot::webex::wire::AttachmentActionCreate;

/// Nothing here takes longer, even on a busy machine; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_mins(1);
const SCRIPT: &str = r#"
bot "Socket Bot"
type Size = "S" | "M"
state count: int = 0
card pick() {
  input size: Size "Size"
  submit "Take" -> take(7)
}
action take(n: int, size: Size?) { say "took {n} {size ?? "nothing"}" }
command "hello" { count += 1; say "hello {person.first_name} {count}" }
command "card" { say card pick() }
command "name" { let n = ask "Which name?"; say "named {n}" }
on join { say "here I am" }
"#;

struct Scene {
    webex: Emulator,
    bot: BotProcess,
    alice: Person,
    folder: TempDir,
}

/// What the bot called is as Webex wants it, whatever a test looks at.
impl Drop for Scene {
    fn drop(&mut self) {
        self.bot.kill();
        if !std::thread::panicking() {
            crate::contract::verify(&self.webex);
        }
    }
}

impl Scene {
    async fn new(cluster: &str) -> Self {
        let account = BotAccount { display_name: "Socket Bot".into(), email: None, token: TOKEN.into() };
        let config = EmulatorConfig { bot: account, cluster: cluster.into(), ..EmulatorConfig::default() };
        let webex = Emulator::start(config).await.expect("loopback has free ports");
        webex.note_calls();
        let folder = TempDir::new().expect("there is room");
        let script: PathBuf = folder.path().join("bot.wbot");
        std::fs::write(&script, SCRIPT).expect("there is room");
        let bot = BotProcess::over_socket(env!("CARGO_BIN_EXE_wbot"), &script, &webex, &[]).await;
        bot.until_logged("is running").await;
        let alice =
            webex.read(|world| world.person_by_email("alice@example.com").cloned()).expect("Alice is there");
        Self { webex, bot, alice, folder }
    }

    fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice.id, text).expect("Alice may write");
    }

    /// Waits until the bot has said so many messages in private, and gives them.
    async fn heard(&self, count: usize) -> Vec<String> {
        let me = self.webex.bot().id;
        let alice = self.alice.id.clone();
        let said = self.webex.until(move |world| {
            let room = world.direct_room(&me, &alice)?;
            let own =
                world.messages_in(&room.id).filter(|message| message.person_id == me && !message.deleted);
            let texts: Vec<String> = own.map(|message| message.text.clone()).collect();
            (texts.len() >= count).then_some(texts)
        });
        let heard = tokio::time::timeout(PATIENCE, said).await;
        heard.unwrap_or_else(|_| {
            panic!(
                "the bot did not say {count} messages:
{}",
                self.bot.log()
            )
        })
    }

    async fn until_connected(&self) {
        let connected = async {
            while self.webex.sockets() == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        assert!(tokio::time::timeout(PATIENCE, connected).await.is_ok(), "{}", self.bot.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_presses_and_joins_come_over_the_websocket_from_any_region() {
    let mut scene = Scene::new("urn:TEAM:eu-central-1_k").await;
    scene.says("hello");
    let said = scene.heard(2).await;
    assert!(said.contains(&"here I am".to_owned()) && said.contains(&"hello Alice 1".to_owned()), "{said:?}");
    scene.says("card");
    scene.heard(3).await;
    let (me, alice) = (scene.webex.bot().id, scene.alice.id.clone());
    let card = scene.webex.read(|world| {
        let room = world.direct_room(&me, &alice).expect("they have spoken").id.clone();
        let card = world.messages_in(&room).find(|message| !message.attachments.is_empty());
        card.expect("the card was sent").clone()
    });
    let data = card.attachments[0].content["actions"][0]["data"].clone();
    let mut inputs = data.as_object().expect("a button has data").clone();
    inputs.insert("size".into(), json!("M"));
    let press = AttachmentActionCreate { action_type: "submit".into(), message_id: card.id, inputs };
    scene.webex.act(|world, now| world.submit_card(&alice, press, now)).expect("Alice may press");
    assert_eq!(scene.heard(4).await[3], "took 7 M");
    let room = scene.webex.create_room(&alice, "Team", &[&me]).expect("there is room");
    scene.webex.say_in(&alice, &room.id, "@Socket Bot hello").expect("Alice may write");
    let greeted = scene.webex.until(|world| {
        let own = world.messages_in(&room.id).filter(|message| message.person_id == me);
        (own.count() == 2).then_some(())
    });
    assert!(tokio::time::timeout(PATIENCE, greeted).await.is_ok(), "{}", scene.bot.log());
    assert_eq!(scene.bot.terminate(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_while_the_connection_was_gone_is_answered_once_and_in_order() {
    let scene = Scene::new("us").await;
    scene.says("name");
    scene.heard(2).await;
    scene.bot.until_logged("connected to Webex").await;
    scene.webex.forget_devices();
    scene.webex.close_sockets(1001, "going away");
    scene.says("Grace");
    scene.says("hello");
    scene.says("hello");
    let said = scene.heard(5).await;
    assert_eq!(said[2..], ["named Grace", "hello Alice 1", "hello Alice 2"], "{}", scene.bot.log());
    scene.until_connected().await;
    scene.says("hello");
    assert_eq!(scene.heard(6).await[5], "hello Alice 3");
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_and_repeated_events_change_nothing() {
    let scene = Scene::new("us").await;
    scene.says("hello");
    scene.heard(2).await;
    scene.webex.inject(Fault::frame(FrameKind::Activity, FrameFault::Drop));
    scene.says("hello");
    scene.webex.inject(Fault::frame(FrameKind::Activity, FrameFault::Duplicate));
    scene.says("hello");
    let mut said = scene.heard(4).await;
    said.sort();
    assert_eq!(said, ["hello Alice 1", "hello Alice 2", "hello Alice 3", "here I am"], "{}", scene.bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_looked_up_slowly_holds_up_its_own_room_alone() {
    let scene = Scene::new("us").await;
    let (me, alice) = (scene.webex.bot().id, scene.alice.id.clone());
    let room = scene.webex.create_room(&alice, "Team", &[&me]).expect("there is room");
    let said_there = |count: usize| {
        let (me, room) = (me.clone(), room.id.clone());
        scene.webex.until(move |world| {
            let own = world.messages_in(&room).filter(|message| message.person_id == me);
            let times: Vec<_> = own.map(|message| message.created).collect();
            (times.len() >= count).then(|| times.last().copied())
        })
    };
    let greeted = tokio::time::timeout(PATIENCE, said_there(1)).await;
    assert!(greeted.is_ok(), "{}", scene.bot.log());
    let slow = CallFault::Latency { ms: 6_000 };
    let slow = scene.webex.inject(Fault::call("GET", "/conversation/api/v1/messages", slow));
    scene.says("name");
    let looked_up = async {
        while !scene.webex.faults().iter().any(|fault| fault.id == slow && fault.fired > 0) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, looked_up).await.is_ok(), "{}", scene.bot.log());
    scene.says("Ada");
    // Each is two frames, since the bot hears itself: more than are looked up at once.
    let mut answered = None;
    for count in 2..22 {
        scene.webex.say_in(&alice, &room.id, "@Socket Bot hello").expect("Alice may write");
        let said = tokio::time::timeout(PATIENCE, said_there(count)).await;
        answered = said.expect("the room was answered");
    }
    let said = scene.heard(3).await;
    assert_eq!(said, ["here I am", "Which name?", "named Ada"], "{}", scene.bot.log());
    let asked = scene.webex.read(|world| {
        let mut all = world.messages().filter(|message| message.person_id == me);
        all.find(|message| message.text == "Which name?").map(|message| message.created)
    });
    assert!(answered.is_some() && answered < asked, "{}", scene.bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_taken_over_is_said_so() {
    let scene = Scene::new("us").await;
    scene.webex.close_sockets(4000, "replaced");
    scene.bot.until_logged("another process uses the token").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_webex_asks_for_holds_the_websocket_too() {
    let scene = Scene::new("us").await;
    scene.says("hello");
    scene.heard(2).await;
    // Longer than the wait for the next connection.
    let asks = CallFault::Status { status: 429, retry_after_s: Some(6) };
    scene.webex.inject(Fault::call("POST", "/messages", asks));
    let counted = scene.webex.inject(Fault::call("GET", "/u2c", CallFault::Latency { ms: 1 }).always());
    let connects = || scene.webex.faults().iter().any(|it| it.id == counted && it.fired > 0);
    scene.says("hello");
    scene.bot.until_logged("Webex asks the bot to wait").await;
    scene.webex.close_sockets(1001, "going away");
    scene.bot.until_logged("the websocket is gone").await;
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let early = connects();
        assert!(!early || scene.heard(2).await.len() > 2, "the websocket waits too: {}", scene.bot.log());
    }
    assert_eq!(scene.heard(3).await.len(), 3);
    scene.until_connected().await;
    assert!(connects(), "it has to look where the websocket is");
}

#[tokio::test(flavor = "multi_thread")]
async fn however_much_is_logged_the_token_is_not() {
    let scene = Scene::new("us").await;
    scene.bot.kill();
    let script = scene.folder.path().join("bot.wbot");
    let (args, env) = (&["--store", "memory", "--catch-up", "off"][..], &[("WBOT_LOG", "trace")][..]);
    let how = How { args, env, ..How::of(env!("CARGO_BIN_EXE_wbot"), &script) };
    let mut bot = BotProcess::start_over_socket(&how, &scene.webex).await;
    bot.connected(&scene.webex).await;
    scene.says("hello");
    let me = scene.webex.bot().id;
    let said = scene.webex.until(|world| world.messages().any(|it| it.person_id == me).then_some(()));
    assert!(tokio::time::timeout(PATIENCE, said).await.is_ok(), "{}", bot.log());
    assert_eq!(bot.terminate(), Some(0));
    let log = bot.log();
    assert!(log.contains("TRACE "), "everything is logged that may be:\n{log}");
    assert!(!log.contains(TOKEN), "the token is in the log:\n{log}");
}
